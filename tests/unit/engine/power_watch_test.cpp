#include "engine/power_watch.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using meter::Quantity;

namespace {

/// A meter that shows 100 kW in steps of 1 W each 5 s, and whatever else it is told to.
class Meter {
 public:
  explicit Meter(double factor = 1) : watch(connection(factor), Watts{1e6 * factor}) {}

  void show(Quantity quantity, double value) {
    watch.read({at(now), MeterId{it}, quantity, value});
  }
  /// `samples` of power, each with a register that counts `watts`.
  void run(int samples, double watts) {
    for (int i = 0; i < samples; ++i) {
      now += 5s;
      wh += watts * 5 / 3600;
      show(Quantity::active_power_w, power);
      show(Quantity::energy_import_wh, std::floor(wh));
    }
  }

  PowerWatch watch;
  Duration now{0};
  double power = 100'000, wh = 5'000;

 private:
  static MeterConnection connection(double factor) {
    MeterConnection made;
    made.points = {point(Quantity::active_power_w), point(Quantity::energy_import_wh),
                   point(Quantity::voltage_l1_v)};
    for (auto& one : made.points) one.type = meter::ValueType::int32;
    made.multipliers = {{start, factor}};
    return made;
  }
};

}  // namespace

TEST_CASE("a steady power whose register agrees is a steady load") {
  Meter meter;
  meter.run(200, 100'000);
  CHECK_FALSE(meter.watch.frozen());
}

TEST_CASE("60 samples of a power that the register contradicts are frozen, until it changes") {
  Meter meter;
  meter.run(59, 60'000);
  CHECK_FALSE(meter.watch.frozen());
  meter.run(1, 60'000);
  CHECK(meter.watch.frozen());
  meter.power = 60'000;
  meter.run(1, 60'000);
  CHECK_FALSE(meter.watch.frozen());
}

TEST_CASE("a register that stands still or jumps says nothing of the power") {
  Meter still;
  still.run(100, 0);
  CHECK_FALSE(still.watch.frozen());

  // It agreed for 200 s; after 11 s of standing still it is 5 % behind.
  Meter stopped;
  stopped.run(40, 100'000);
  stopped.run(100, 0);
  CHECK_FALSE(stopped.watch.frozen());

  Meter reset;
  reset.run(40, 100'000);
  reset.wh = 0;  // −5,000 Wh and more
  reset.run(40, 100'000);
  reset.wh = 1e9;  // beyond 1.2 MW
  reset.run(40, 100'000);
  CHECK_FALSE(reset.watch.frozen());
}

TEST_CASE("another quantity that flickers shows a frozen power") {
  Meter meter;
  for (int i = 0; i < 60; ++i) {
    meter.run(1, 100'000);
    meter.show(Quantity::voltage_l1_v, 230 + i % 2);
  }
  CHECK(meter.watch.frozen());
}

TEST_CASE("power and register are compared as read, below the multiplier") {
  Meter meter(80);
  meter.run(200, 100'000);
  CHECK_FALSE(meter.watch.frozen());
  Meter contradicted(80);
  contradicted.run(60, 60'000);
  CHECK(contradicted.watch.frozen());
}
