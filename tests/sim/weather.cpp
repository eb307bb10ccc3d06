#include "sim/weather.h"

#include <cmath>
#include <numbers>

#include "sim/local_time.h"
#include "sim/smooth_noise.h"

namespace pue::sim {

double outdoor_temperature_c(const Climate& climate, std::uint64_t seed, double t) {
  constexpr double turn = 2.0 * std::numbers::pi;
  const LocalTime local = local_time(t, climate.utc_offset_hours);
  // Warmest about 20 July (day 200) and at 15:00.
  const double season = std::cos(turn * (local.day_of_year - 200.0) / 365.2425);
  const double hour = std::cos(turn * (local.hour - 15.0) / 24.0);
  return climate.annual_mean_c + climate.annual_swing_c * season + climate.daily_swing_c * hour +
         climate.weather_c * smooth_noise(seed, 1, t, 3.0 * 86400.0) +
         0.25 * climate.weather_c * smooth_noise(seed, 2, t, 4.0 * 3600.0);
}

}  // namespace pue::sim
