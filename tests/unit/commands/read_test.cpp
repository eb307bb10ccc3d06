#include "commands/read.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;

namespace {

meter::Point point(meter::Quantity quantity, std::uint16_t address) {
  meter::Point p;
  p.quantity = quantity;
  p.range = {modbus::FunctionCode::read_input_registers, address, 2};
  return p;
}

const std::vector<meter::Point> points = {point(meter::Quantity::active_power_w, 52),
                                          point(meter::Quantity::frequency_hz, 70)};
constexpr modbus::Failure refused{modbus::Failure::Kind::exception, 2};

struct Bus {
  std::vector<modbus::Answer> answers;  // in the order of the questions
  std::vector<modbus::Request> asked;
  std::ostringstream out;

  bool read() {
    return read_points(
        points, 7,
        [&](const modbus::Request& request) {
          asked.push_back(request);
          const MonoTime sent{10s};
          return modbus::Exchange{answers.at(asked.size() - 1), sent, sent + 20ms, true, 0};
        },
        out);
  }
};

/// 500.0 is 0x43FA0000, 1 · 2^8 · 1.953125; a float32 of all ones is not a number.
modbus::RegisterBlock words(std::uint16_t high, std::uint16_t low) { return {{}, {high, low}}; }

}  // namespace

TEST_CASE("each point is asked by itself and printed raw, decoded and with its time") {
  Bus bus{{words(0x43FA, 0), refused}, {}, {}};
  CHECK(bus.read());
  CHECK(bus.asked == std::vector<modbus::Request>{{7, points[0].range}, {7, points[1].range}});
  CHECK(bus.out.str() ==
        "active_power_w       fc 4 wire 52     [43FA 0000] 500 (20.0 ms)\n"
        "frequency_hz         fc 4 wire 70     exception_2\n");
}

TEST_CASE("a register that pued would refuse is shown as that, not as its value") {
  // −1.0 is 0xBF800000: no meter has imported less than nothing.
  std::ostringstream out;
  const auto ask = [](const modbus::Request&) {
    return modbus::Exchange{words(0xBF80, 0), MonoTime{10s}, MonoTime{10s} + 20ms, true, 0};
  };
  CHECK_FALSE(read_points({point(meter::Quantity::energy_import_wh, 72)}, 7, ask, out));
  CHECK(out.str() ==
        "energy_import_wh     fc 4 wire 72     [BF80 0000] no value: implausible (20.0 ms)\n");
}

TEST_CASE("a value with a scale factor is shown with both registers, at its own address") {
  auto power = point(meter::Quantity::active_power_w, 40084);
  power.type = meter::ValueType::int16;
  power.range.count = 5;
  power.scale_factor = meter::ScaleFactor{1, 4};
  std::ostringstream out;
  const auto ask = [](const modbus::Request&) {
    return modbus::Exchange{modbus::RegisterBlock{{}, {9, 3876, 9, 9, 1}}, MonoTime{10s},
                            MonoTime{10s} + 20ms, true, 0};
  };
  CHECK(read_points({power}, 7, ask, out));
  CHECK(out.str() == "active_power_w       fc 4 wire 40085  [0F24 0001] 38760 (20.0 ms)\n");
}

TEST_CASE("an answer without a value is shown with the reason and is no success") {
  Bus bus{{words(0xFFFF, 0xFFFF), modbus::Failure{}}, {}, {}};
  CHECK_FALSE(bus.read());
  CHECK_THAT(bus.out.str(), Catch::Contains("[FFFF FFFF] no value: "));
  CHECK_THAT(bus.out.str(), Catch::Contains(" timeout\n"));
}
