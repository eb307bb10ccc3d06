#include "sim/weather.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

namespace {

double mean_c(double from, int days) {
  double sum = 0;
  for (int i = 0; i < days * 24; ++i) sum += outdoor_temperature_c({}, 1, from + i * 3600.0);
  return sum / (days * 24);
}

}  // namespace

TEST_CASE("January is about 34 degrees colder than July") {
  const double january = mean_c(1767225600.0, 31);  // 2026-01-01T00:00Z
  const double july = mean_c(1782864000.0, 31);     // 2026-07-01T00:00Z
  // Mean 7 and swing 17: -10 and 24, give or take the weather (4, averaged over ten fronts).
  CHECK(january == Approx(-10.0).margin(3.0));
  CHECK(july == Approx(24.0).margin(3.0));
}

TEST_CASE("without weather the afternoon is warmer than dawn by twice the daily swing") {
  Climate climate;
  climate.weather_c = 0;
  climate.annual_swing_c = 0;
  const double dawn = outdoor_temperature_c(climate, 1, 1782846000.0);       // 03:00 at +8
  const double afternoon = outdoor_temperature_c(climate, 1, 1782889200.0);  // 15:00 at +8
  CHECK(afternoon - dawn == Approx(11.0));
}
