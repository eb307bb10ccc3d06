#include "commands/examination.h"

#include <catch2/catch.hpp>

#include "simulated_meter.h"

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;

TEST_CASE("a meter that is right is read at its own place alone") {
  SimulatedMeter meter;
  const auto done = examine(right_points(), 1, 0, 10min, meter.bedside());
  CHECK(done.readings.size() == 1);
  CHECK(done.energy_seen);
}

TEST_CASE("the wait ends as soon as register and power agree") {
  SimulatedMeter meter;
  const auto done = examine(right_points(), 1, 0, 1h, meter.bedside());
  // Five steps of 7.8 Wh are 39 Wh, 23 s at 6210 W: seen at the latest two seconds later, or four,
  // where the step that is under way hides one.
  const auto span = done.readings[0].last->at[1] - done.readings[0].first.at[1];
  CHECK(span >= 20s);
  CHECK(span <= 40s);
}

TEST_CASE("a wait that is too short for a step says so") {
  SimulatedMeter meter;
  CHECK_FALSE(examine(right_points(), 1, 0, 4s, meter.bedside()).energy_seen);
  CHECK_FALSE(examine(right_points(), 1, 0, 0s, meter.bedside()).readings[0].last.has_value());
}

TEST_CASE("a silent meter costs two requests at each place and no wait") {
  int asked = 0;
  Bedside bedside;
  bedside.ask = [&](const modbus::Request&) {
    ++asked;
    return modbus::Exchange{modbus::Failure{}, {}, {}, true, 0};
  };
  const auto done = examine(right_points(), 1, 0, 10min, bedside);
  REQUIRE(done.silent.has_value());
  CHECK(done.silent->kind == modbus::Failure::Kind::timeout);
  CHECK(asked == 12);
}

TEST_CASE("a link that cannot be opened is tried once") {
  int asked = 0;
  Bedside bedside;
  bedside.ask = [&](const modbus::Request&) {
    ++asked;
    return modbus::Exchange{modbus::Failure{modbus::Failure::Kind::connect}, {}, {}, false, 1};
  };
  CHECK(examine(right_points(), 1, 0, 10min, bedside).silent->kind ==
        modbus::Failure::Kind::connect);
  CHECK(asked == 1);
}
