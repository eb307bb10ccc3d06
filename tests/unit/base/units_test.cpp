#include "base/units.h"

#include <catch2/catch.hpp>

using namespace pue;

TEST_CASE("watt-hours become joules, rounded to the nearest") {
  CHECK(joules_from_watt_hours(1) == Joules{3600});
  CHECK(joules_from_watt_hours(0.0001) == Joules{0});  // 0.36 J
  CHECK(joules_from_watt_hours(0.0002) == Joules{1});  // 0.72 J
  CHECK(joules_from_watt_hours(-0.0002) == Joules{-1});
  // A kilowatt-hour register at its float32 limit: 16,777,216 kWh = 60,397,977,600,000 J.
  CHECK(joules_from_watt_hours(16'777'216'000.0) == Joules{60'397'977'600'000});
}

TEST_CASE("joules print as watt-hours") {
  CHECK(watt_hours(Joules{5400}) == 1.5);
  CHECK(watt_hours(Joules{-3600}) == -1);
}

TEST_CASE("energies and powers add up") {
  CHECK(Joules{5} - Joules{7} == Joules{-2});
  CHECK(3 * Joules{4} + -Joules{2} == Joules{10});
  CHECK(0.5 * (Watts{6} - Watts{2}) + -Watts{1} == Watts{1});
}
