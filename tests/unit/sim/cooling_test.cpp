#include "sim/cooling.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

TEST_CASE("below 10 °C the outdoor air carries all the heat") {
  CHECK(mechanical_share(9.9) == 0.0);
  CHECK(mechanical_share(20.1) == 1.0);
  // 1 MW of heat and 35 kW of fans: 1,035 kW · 0.085 = 87,975 W of pumps and towers.
  const CoolingPower cold = cooling_power(1e6, 0.0, 1.0);
  CHECK(cold.crah_w == Approx(35'000.0));
  CHECK(cold.chiller_1_w == Approx(0.55 * 87'975.0));
  CHECK(cold.chiller_2_w == Approx(0.45 * 87'975.0));
}

TEST_CASE("on a hot day the chillers work at their coefficient of performance") {
  // At 30 °C: 10.8 - 3.6 = 7.2; 1,035 kW · (0.085 + 1/7.2) = 231,725 W.
  CHECK(cooling_power(1e6, 30.0, 1.0).total_w() == Approx(35'000.0 + 231'725.0));
}

TEST_CASE("water evaporates with the heat that the chillers carry") {
  // 1 MWh of heat: 50 l humidify; at 30 °C 3600 MJ / 2.45 MJ/l · 4/3 = 1959.18 l evaporate.
  CHECK(cooling_power(1e6, 0.0, 1.0).water_litres_per_hour == Approx(50.0));
  CHECK(cooling_power(1e6, 30.0, 1.0).water_litres_per_hour == Approx(2009.18));
  CHECK(cooling_power(1e6, 30.0, 2.0).water_litres_per_hour == Approx(2009.18));
}

TEST_CASE("an inefficiency multiplies all cooling power") {
  CHECK(cooling_power(1e6, 5.0, 2.0).total_w() == Approx(2 * (35'000.0 + 87'975.0)));
}
