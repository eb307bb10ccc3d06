#include "sim/photovoltaic.h"

#include <cmath>
#include <numbers>

#include "sim/local_time.h"
#include "sim/smooth_noise.h"

namespace pue::sim {
namespace {

constexpr double turn = 2.0 * std::numbers::pi;
constexpr double degree = turn / 360.0;

double equation_of_time_hours(double day_of_year) {
  const double b = turn * (day_of_year - 81.0) / 365.2425;
  return (9.87 * std::sin(2.0 * b) - 7.53 * std::cos(b) - 1.5 * std::sin(b)) / 60.0;
}

double clearness(std::uint64_t seed, double t) {
  const double sky =
      0.75 * smooth_noise(seed, 20, t, 6.0 * 3600.0) + 0.25 * smooth_noise(seed, 21, t, 1200.0);
  return 0.25 + 0.75 * smooth_step(-0.7, 0.3, sky);
}

}  // namespace

double sine_of_sun_elevation(const SolarPlant& plant, double t) {
  const LocalTime utc = local_time(t, 0.0);
  const double declination = 23.45 * degree * std::sin(turn * (utc.day_of_year - 80.0) / 365.2425);
  const double solar_hour =
      utc.hour + plant.longitude_deg / 15.0 + equation_of_time_hours(utc.day_of_year);
  const double hour_angle = turn * (solar_hour - 12.0) / 24.0;
  const double latitude = plant.latitude_deg * degree;
  return std::sin(latitude) * std::sin(declination) +
         std::cos(latitude) * std::cos(declination) * std::cos(hour_angle);
}

double photovoltaic_power_w(const SolarPlant& plant, std::uint64_t seed, double t) {
  const double sine = sine_of_sun_elevation(plant, t);
  if (sine <= 0.0) return 0.0;
  constexpr double system_efficiency = 0.85;  // inverter, cabling, soiling, heat
  const double irradiance = 1098.0 * sine * std::exp(-0.057 / sine);
  return plant.peak_w * irradiance / 1000.0 * system_efficiency * clearness(seed, t);
}

}  // namespace pue::sim
