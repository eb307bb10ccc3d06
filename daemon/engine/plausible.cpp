#include "engine/plausible.h"

#include <cmath>

namespace pue::engine {
namespace {

/// What passes a load's meter goes one way, and so does what passes a feeder.
bool is_one_way(site::Role role) {
  return role == site::Role::feeder || (site::is_load(role) && role != site::Role::export_);
}

// Beyond them watt-hours are not exact joules any more (base/units.h), nor cubic metres
// millilitres.
constexpr double largest_watt_hours = 2.5e15;
constexpr double largest_cubic_metres = 9e12;
// 2^53: beyond it a double does not hold every whole number.
constexpr double largest_serial = 9'007'199'254'740'992;

}  // namespace

bool plausible_power(Watts power, Watts max_power, site::Role role) {
  if (!std::isfinite(power.value)) return false;
  if (max_power.value <= 0) return true;
  if (std::abs(power.value) > 1.2 * max_power.value) return false;
  return !is_one_way(role) || power.value >= -0.01 * max_power.value;
}

bool possible_value(meter::Quantity quantity, double value) {
  if (quantity == meter::Quantity::serial)
    return value >= 1 && value <= largest_serial && value == std::floor(value);
  if (!meter::is_register(quantity)) return true;
  const bool has_sign = quantity == meter::Quantity::energy_net_wh;
  const bool volume = quantity == meter::Quantity::volume_m3;
  return (has_sign || value >= 0) &&
         std::abs(value) < (volume ? largest_cubic_metres : largest_watt_hours);
}

}  // namespace pue::engine
