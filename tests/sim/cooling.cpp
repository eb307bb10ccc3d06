#include "sim/cooling.h"

#include <algorithm>

#include "sim/smooth_noise.h"

namespace pue::sim {

double mechanical_share(double outdoor_c) { return smooth_step(10.0, 20.0, outdoor_c); }

CoolingPower cooling_power(double heat_w, double outdoor_c, double inefficiency) {
  constexpr double fans = 0.035;              // of the heat moved
  constexpr double pumps_and_towers = 0.085;  // of the heat moved
  // Litres a kWh of heat: 3.6 MJ/kWh / 2.45 MJ/l of latent heat, and a third more to blow down.
  constexpr double evaporation = 3.6 / 2.45 * 4 / 3;
  constexpr double humidification = 0.05;
  // Coefficient of performance of a large water-cooled chiller, falling with the outdoor air.
  const double performance = std::clamp(10.8 - 0.12 * outdoor_c, 4.0, 9.5);
  const double chilled_w = heat_w * (1.0 + fans);
  const double plant_w =
      chilled_w * (pumps_and_towers + mechanical_share(outdoor_c) / performance) * inefficiency;
  return {0.55 * plant_w, 0.45 * plant_w, heat_w * fans * inefficiency,
          heat_w / 1000 * (humidification + mechanical_share(outdoor_c) * evaporation)};
}

}  // namespace pue::sim
