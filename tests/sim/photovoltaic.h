// Power of the roof's solar modules from the sun's elevation and seeded clouds. Zero at night.
#pragma once

#include <cstdint>

namespace pue::sim {

struct SolarPlant {
  double peak_w = 2.0e6;
  double latitude_deg = 40.4;  // Horinger
  double longitude_deg = 111.7;
};

/// Sine of the sun's elevation above the horizon; negative at night. Declination and equation of
/// time by the usual one-term and three-term formulas (a degree, a minute).
double sine_of_sun_elevation(const SolarPlant& plant, double t);

/// W, never negative. Clear-sky irradiance after Haurwitz (1945): 1098·s·exp(-0.057/s) W/m².
double photovoltaic_power_w(const SolarPlant& plant, std::uint64_t seed, double t);

}  // namespace pue::sim
