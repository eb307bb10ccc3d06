// Power of the IT equipment by hour and weekday, with small smooth noise, on two UPS sides.
#pragma once

#include <cstdint>

namespace pue::sim {

struct ItPlant {
  double design_w = 10.5e6;    // 4,200 standard racks of 2.5 kW
  double mean_fraction = 0.6;  // of design_w, on a weekday
  double utc_offset_hours = 8.0;
};

struct ItLoad {
  double side_a_w = 0;  // at the output of UPS A
  double side_b_w = 0;
  double total_w() const { return side_a_w + side_b_w; }
};

ItLoad it_load(const ItPlant& plant, std::uint64_t seed, double t);

}  // namespace pue::sim
