#include "engine/plausible.h"

#include <cmath>

namespace pue::engine {
namespace {

/// What passes a load's meter goes one way, and so does what passes a feeder.
bool is_one_way(site::Role role) {
  return role == site::Role::feeder || (site::is_load(role) && role != site::Role::export_);
}

}  // namespace

bool plausible_power(Watts power, Watts max_power, site::Role role) {
  if (!std::isfinite(power.value)) return false;
  if (max_power.value <= 0) return true;
  if (std::abs(power.value) > 1.2 * max_power.value) return false;
  return !is_one_way(role) || power.value >= -0.01 * max_power.value;
}

}  // namespace pue::engine
