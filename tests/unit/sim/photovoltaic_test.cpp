#include "sim/photovoltaic.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace pue::sim;

TEST_CASE("PV is 0 at night, every night of the year, and positive at noon") {
  const SolarPlant plant;
  for (int day = 0; day < 365; ++day) {
    const double midnight = 1767196800.0 + day * 86400.0;  // 2026-01-01 local (+8)
    // Longest day at 40.4° N: sunrise 04:50, sunset 19:50 at 111.7° E on +8 (solar noon 12:33).
    for (int minute = -3 * 60; minute < 4 * 60; ++minute)
      REQUIRE(photovoltaic_power_w(plant, 1, midnight + minute * 60.0) == 0.0);
    REQUIRE(photovoltaic_power_w(plant, 1, midnight + 12.5 * 3600) > 0.0);
  }
}

TEST_CASE("the noon sun stands at 90° less latitude plus declination") {
  const SolarPlant plant;
  const auto highest = [&](double local_midnight) {
    double sine = -1;
    for (int minute = 0; minute < 1440; ++minute)
      sine = std::max(sine, sine_of_sun_elevation(plant, local_midnight + minute * 60.0));
    return std::asin(sine) * 180.0 / 3.14159265358979;
  };
  CHECK(highest(1782057600.0 - 8 * 3600) == Approx(90 - 40.4 + 23.45).margin(0.2));  // 2026-06-22
  CHECK(highest(1797868800.0 - 8 * 3600) == Approx(90 - 40.4 - 23.45).margin(0.2));  // 2026-12-22
}

TEST_CASE("PV never exceeds its peak") {
  const SolarPlant plant;
  for (int i = 0; i < 365 * 48; ++i)
    REQUIRE(photovoltaic_power_w(plant, 1, 1767196800.0 + i * 1800.0) < plant.peak_w);
}
