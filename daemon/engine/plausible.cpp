#include "engine/plausible.h"

#include <cmath>

namespace pue::engine {
namespace {

bool is_load(site::Role role) {
  using site::Role;
  switch (role) {
    case Role::grid:
    case Role::solar:
    case Role::wind:
    case Role::genset:
    case Role::battery:
      return false;
    case Role::it:
    case Role::cooling:
    case Role::power_loss:
    case Role::lighting:
    case Role::other:
    case Role::feeder:
    case Role::excluded:
      return true;
  }
  return true;
}

}  // namespace

bool plausible_power(Watts power, Watts max_power, site::Role role) {
  if (!std::isfinite(power.value)) return false;
  if (max_power.value <= 0) return true;
  if (std::abs(power.value) > 1.2 * max_power.value) return false;
  return !is_load(role) || power.value >= -0.01 * max_power.value;
}

}  // namespace pue::engine
