// Electric power and water of the cooling plant: fans, pumps and towers always, chillers as far as
// the outdoor air cannot carry the heat (free cooling); the chillers' heat leaves by evaporation.
#pragma once

namespace pue::sim {

struct CoolingPower {
  double chiller_1_w = 0;  // each with its share of pumps and towers
  double chiller_2_w = 0;
  double crah_w = 0;  // fans of the computer rooms
  double water_litres_per_hour = 0;
  double total_w() const { return chiller_1_w + chiller_2_w + crah_w; }
};

/// Share of the heat that needs chillers: 0 up to 10 °C (free cooling), 1 from 20 °C.
double mechanical_share(double outdoor_c);

/// `heat_w` given off in the rooms by IT and UPS. `inefficiency` multiplies all of it; 1 is
/// healthy.
CoolingPower cooling_power(double heat_w, double outdoor_c, double inefficiency);

}  // namespace pue::sim
