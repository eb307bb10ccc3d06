// A battery inside the boundary that charges in the night and discharges in the evening, every day
// back to the same charge, so that its state is a function of the time alone.
#pragma once

#include <cstdint>

namespace pue::sim {

struct BatteryPlant {
  double capacity_wh = 0.6e6;
  double daily_depth = 0.8;            // of the capacity, at most
  double round_trip_efficiency = 0.9;  // all of it booked at charging
  double utc_offset_hours = 8.0;
};

/// W at its terminals: positive is discharge (into the site), negative is charging.
/// Charges 00:30-05:30, discharges 18:00-21:00 local, in smooth arcs.
double battery_power_w(const BatteryPlant& plant, std::uint64_t seed, double t);

/// Energy stored, Wh, between 10 % and 90 % of the capacity with the default depth.
double battery_stored_wh(const BatteryPlant& plant, std::uint64_t seed, double t);

}  // namespace pue::sim
