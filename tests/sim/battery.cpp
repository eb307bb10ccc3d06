#include "sim/battery.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/local_time.h"
#include "sim/smooth_noise.h"

namespace pue::sim {
namespace {

constexpr double charge_from = 0.5, charge_until = 5.5;          // local hours
constexpr double discharge_from = 18.0, discharge_until = 21.0;  // local hours

// An arc over [from, until] whose area is 1 (per hour), zero with zero slope at both ends.
double arc(double hour, double from, double until) {
  if (hour <= from || hour >= until) return 0.0;
  const double length = until - from;
  const double phase = 2.0 * std::numbers::pi * (hour - from) / length;
  return (1.0 - std::cos(phase)) / length;
}

// The area of that arc up to `hour`.
double arc_area(double hour, double from, double until) {
  const double part = (std::clamp(hour, from, until) - from) / (until - from);
  return part - std::sin(2.0 * std::numbers::pi * part) / (2.0 * std::numbers::pi);
}

// Energy moved on that local day: between half and all of the permitted depth.
double daily_energy_wh(const BatteryPlant& plant, std::uint64_t seed, double t) {
  const double local_midnight = std::floor((t / 3600.0 + plant.utc_offset_hours) / 24.0) * 86400.0;
  const double amount = 0.75 + 0.25 * smooth_noise(seed, 30, local_midnight, 86400.0);
  return plant.capacity_wh * plant.daily_depth * amount;
}

}  // namespace

double battery_power_w(const BatteryPlant& plant, std::uint64_t seed, double t) {
  const double hour = local_time(t, plant.utc_offset_hours).hour;
  const double energy = daily_energy_wh(plant, seed, t);
  return energy * arc(hour, discharge_from, discharge_until) -
         energy / plant.round_trip_efficiency * arc(hour, charge_from, charge_until);
}

double battery_stored_wh(const BatteryPlant& plant, std::uint64_t seed, double t) {
  const double hour = local_time(t, plant.utc_offset_hours).hour;
  const double moved =
      arc_area(hour, charge_from, charge_until) - arc_area(hour, discharge_from, discharge_until);
  const double lowest = plant.capacity_wh * (1.0 - plant.daily_depth) / 2.0;
  return lowest + daily_energy_wh(plant, seed, t) * moved;
}

}  // namespace pue::sim
