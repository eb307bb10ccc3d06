#include "commands/sunspec_walk.h"

#include <catch2/catch.hpp>
#include <map>

using namespace pue;
using namespace pue::commands;
using modbus::Failure;

namespace {

using Chain = std::map<int, std::vector<std::uint16_t>>;

/// Answers headers; all else by the failure. At most 20 times.
Ask device(Chain chain, Failure otherwise, int& asked) {
  return [chain = std::move(chain), otherwise, &asked](const modbus::Request& request) {
    REQUIRE(++asked <= 20);
    CHECK(request.unit == 3);
    const auto found = chain.find(request.range.address);
    modbus::Exchange exchange{otherwise, {}, {}, true, 0};
    if (found != chain.end()) exchange.answer = modbus::RegisterBlock{request.range, found->second};
    return exchange;
  };
}

constexpr Failure refused{Failure::Kind::exception, 2};

std::string error_of(const Chain& chain, Failure otherwise, int& asked) {
  const auto models = find_models(3, device(chain, otherwise, asked));
  REQUIRE(!models.has_value());
  return models.error().message;
}

}  // namespace

TEST_CASE("the models of a device are found in one go") {
  int asked = 0;
  const auto models = find_models(
      3,
      device(
          {{50000, {0x5375, 0x6E53}}, {50002, {1, 66}}, {50070, {103, 50}}, {50122, {0xFFFF, 0}}},
          refused, asked));
  REQUIRE(models.has_value());
  CHECK(models_text(*models) == "1 at wire 50002, 103 at wire 50070");
  CHECK(asked == 5);
}

TEST_CASE("why no models are found is told by its reason") {
  int asked = 0;
  CHECK(error_of({}, refused, asked) ==
        "sunspec_no_marker: no \"SunS\" at holding registers 40000, 50000 and 0");
  CHECK(asked == 3);
  asked = 0;
  CHECK(error_of({}, Failure{Failure::Kind::timeout}, asked) ==
        "timeout, while its SunSpec models were looked for");
  CHECK(asked == 3);
  asked = 0;
  CHECK(error_of({}, Failure{Failure::Kind::connect}, asked) ==
        "connect, while its SunSpec models were looked for");
  CHECK(asked == 1);
  asked = 0;
  CHECK_THAT(error_of({{40000, {0x5375, 0x6E53}}, {40002, {0, 0}}}, refused, asked),
             Catch::Contains("sunspec_chain: at wire address 40002"));
}

TEST_CASE("a device without the profile's models is told with those that it has") {
  const meter::SunSpecMap map = {{{203, 204}, {meter::Point{}}}};
  const auto points = points_among(map, {{1, 66, 40002}, {103, 50, 40070}});
  REQUIRE(!points.has_value());
  CHECK(points.error().message ==
        "sunspec_no_model: the profile reads models 203, 204; the device has 1 at wire 40002, 103 "
        "at wire 40070");
  CHECK(points_among(map, {{204, 105, 40002}}).has_value());
}
