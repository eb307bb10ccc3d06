#include "sim/battery.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

namespace {
constexpr double local_midnight = 1772294400.0;  // 2026-03-01 at +8
}

TEST_CASE("each day the battery gives back nine tenths of what it took") {
  for (int day = 0; day < 30; ++day) {
    double taken_wh = 0, given_wh = 0;
    for (int minute = 0; minute < 1440; ++minute) {
      const double w = battery_power_w({}, 1, local_midnight + day * 86400.0 + minute * 60.0);
      (w < 0 ? taken_wh : given_wh) += (w < 0 ? -w : w) / 60.0;
    }
    REQUIRE(given_wh > 0.4 * 0.5 * 0.6e6);
    REQUIRE(given_wh / taken_wh == Approx(0.9).epsilon(1e-4));
  }
}

TEST_CASE("the stored energy stays within the capacity and follows the power") {
  const BatteryPlant plant;
  for (int minute = 0; minute < 10 * 1440; ++minute) {
    const double t = local_midnight + minute * 60.0;
    const double stored = battery_stored_wh(plant, 1, t);
    REQUIRE(stored >= 0.099 * plant.capacity_wh);
    REQUIRE(stored <= 0.901 * plant.capacity_wh);
    const double w = battery_power_w(plant, 1, t);
    // Charging books the losses: of what is taken, nine tenths are stored.
    const double expected_w = w < 0 ? -w * plant.round_trip_efficiency : -w;
    const double change_wh = battery_stored_wh(plant, 1, t + 1) - stored;
    REQUIRE(change_wh * 3600.0 == Approx(expected_w).margin(200.0));
  }
}
