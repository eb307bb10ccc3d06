// Outdoor temperature over the year and the day at one place. Not a forecast: a plausible course
// that depends on nothing but time and seed.
#pragma once

#include <cstdint>

namespace pue::sim {

struct Climate {
  // Hohhot, 1991-2020: mean 7.3 °C, January -11, July 23.
  double annual_mean_c = 7.0;
  double annual_swing_c = 17.0;  // half the difference of warmest and coldest month
  double daily_swing_c = 5.5;    // half the difference of afternoon and dawn
  double weather_c = 4.0;        // fronts that last days
  double utc_offset_hours = 8.0;
};

/// °C at `t` (seconds since 1970-01-01T00:00Z).
double outdoor_temperature_c(const Climate& climate, std::uint64_t seed, double t);

}  // namespace pue::sim
