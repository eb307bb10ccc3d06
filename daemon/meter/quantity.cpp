#include "meter/quantity.h"

#include <algorithm>

namespace pue::meter {
namespace {

constexpr std::array<std::string_view, quantity_count> names = {
    "active_power_w",    "energy_import_wh",  "energy_export_wh",
    "energy_net_wh",     "apparent_power_va", "reactive_power_var",
    "power_factor",      "voltage_l1_v",      "voltage_l2_v",
    "voltage_l3_v",      "current_l1_a",      "current_l2_a",
    "current_l3_a",      "active_power_l1_w", "active_power_l2_w",
    "active_power_l3_w", "frequency_hz",      "temperature_c",
    "energy_thermal_wh", "volume_m3",         "serial"};

}  // namespace

std::string_view name(Quantity quantity) { return names[static_cast<std::size_t>(quantity)]; }

std::optional<Quantity> quantity_from_name(std::string_view wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) return std::nullopt;
  return static_cast<Quantity>(found - names.begin());
}

}  // namespace pue::meter
