#include "engine/primary_side.h"

#include <algorithm>

namespace pue::engine {
namespace {

using meter::Quantity;

void turn_round(meter::Reading& reading) {
  switch (reading.quantity) {
    case Quantity::active_power_w:
    case Quantity::energy_net_wh:
      reading.value = -reading.value;
      return;
    case Quantity::energy_import_wh:
      reading.quantity = Quantity::energy_export_wh;
      return;
    case Quantity::energy_export_wh:
      reading.quantity = Quantity::energy_import_wh;
      return;
    case Quantity::apparent_power_va:
    case Quantity::reactive_power_var:
    case Quantity::power_factor:
    case Quantity::voltage_l1_v:
    case Quantity::voltage_l2_v:
    case Quantity::voltage_l3_v:
    case Quantity::current_l1_a:
    case Quantity::current_l2_a:
    case Quantity::current_l3_a:
    case Quantity::active_power_l1_w:
    case Quantity::active_power_l2_w:
    case Quantity::active_power_l3_w:
    case Quantity::frequency_hz:
    case Quantity::temperature_c:
    case Quantity::energy_thermal_wh:
    case Quantity::volume_m3:
    case Quantity::serial:
      return;
  }
}

}  // namespace

double factor_at(const std::vector<Multiplier>& multipliers, UtcTime at) {
  if (multipliers.empty()) return 1;
  const auto later = std::upper_bound(multipliers.begin(), multipliers.end(), at,
                                      [](UtcTime t, const Multiplier& m) { return t < m.from; });
  return later == multipliers.begin() ? later->factor : std::prev(later)->factor;
}

meter::Reading on_primary_side(meter::Reading reading, const std::vector<Multiplier>& multipliers,
                               bool reverse) {
  if (reading.quantity == Quantity::active_power_w || meter::is_energy(reading.quantity))
    reading.value *= factor_at(multipliers, reading.at.utc);
  if (reverse) turn_round(reading);
  return reading;
}

}  // namespace pue::engine
