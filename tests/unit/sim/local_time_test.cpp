#include "sim/local_time.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

TEST_CASE("local time gives hour, weekday and day of the year at an offset") {
  // 2026-03-01T16:30:00Z = 1772382600, a Sunday; at +8 it is Monday 00:30.
  const LocalTime utc = local_time(1772382600.0, 0.0);
  CHECK(utc.hour == Approx(16.5));
  CHECK(utc.weekday == 0);
  // 9,556 days after 2000-01-01; less 26 mean years of 365.2425 (9,496.305): 59.695 + 0.6875.
  CHECK(utc.day_of_year == Approx(60.3825).margin(1e-3));
  const LocalTime local = local_time(1772382600.0, 8.0);
  CHECK(local.hour == Approx(0.5));
  CHECK(local.weekday == 1);
}
