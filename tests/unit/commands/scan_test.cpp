#include "commands/scan.h"

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "simulated_meter.h"

using namespace pue;
using namespace pue::commands;

namespace {

modbus::Exchange failed(modbus::Failure::Kind kind, int code = 0) {
  return {modbus::Failure{kind, static_cast<std::uint8_t>(code)}, {}, {}, true, 0};
}

struct Bus {
  SimulatedMeter meter;
  std::ostringstream out;
  std::vector<std::uint8_t> shown;

  Result<std::size_t> scan(const std::function<modbus::Exchange(std::uint8_t)>& others) {
    const auto ask = [&](const modbus::Request& request) {
      return request.unit == 3 ? meter.answer(request) : others(request.unit);
    };
    const std::vector<meter::Profile> profiles = {{"acme/one", "", "", {}, {}, right_points()}};
    return commands::scan(
        {2, 3, 4}, profiles, ask, [&](std::uint8_t unit, std::size_t) { shown.push_back(unit); },
        out);
  }
};

}  // namespace

TEST_CASE("each unit that answers has a line, with the profile that fits") {
  Bus bus;
  const auto found = bus.scan([](std::uint8_t) { return failed(modbus::Failure::Kind::timeout); });
  CHECK(*found == 1);
  CHECK(bus.out.str() == "unit 3   acme/one (14 of 14 values are possible, 6210.4 W)\n");
  CHECK(bus.shown == std::vector<std::uint8_t>{2, 3, 4});
}

TEST_CASE("a unit that refuses is there, one that a gateway does not reach is not") {
  Bus bus;
  const auto found = bus.scan([](std::uint8_t unit) {
    return failed(modbus::Failure::Kind::exception, unit == 2 ? 2 : 11);
  });
  CHECK(*found == 2);
  CHECK_THAT(bus.out.str(),
             Catch::StartsWith("unit 2   answers; no profile gives a possible power\nunit 3 "));
}

TEST_CASE("a link that cannot be opened ends the scan at once") {
  Bus bus;
  const auto found = bus.scan([](std::uint8_t) { return failed(modbus::Failure::Kind::connect); });
  REQUIRE(found.has_error());
  CHECK(bus.shown == std::vector<std::uint8_t>{2});
}
