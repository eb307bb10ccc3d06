// What a meter point measures, with its unit in the name. The names are those of profiles,
// readings CSV and the configuration.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pue::meter {

enum class Quantity : std::uint8_t {
  active_power_w,
  energy_import_wh,
  energy_export_wh,
  energy_net_wh,  // a signed register that counts import − export
  apparent_power_va,
  reactive_power_var,
  power_factor,
  voltage_l1_v,
  voltage_l2_v,
  voltage_l3_v,
  current_l1_a,
  current_l2_a,
  current_l3_a,
  active_power_l1_w,
  active_power_l2_w,
  active_power_l3_w,
  frequency_hz,
  temperature_c,
  energy_thermal_wh,  // a register of heat
  volume_m3,          // a register of water
  serial,             // the number on the meter's name plate
};
inline constexpr std::size_t quantity_count = 21;

/// "active_power_w", "energy_import_wh", …
std::string_view name(Quantity quantity);
std::optional<Quantity> quantity_from_name(std::string_view name);
/// A register of electricity.
constexpr bool is_energy(Quantity q) {
  return q == Quantity::energy_import_wh || q == Quantity::energy_export_wh ||
         q == Quantity::energy_net_wh;
}
/// The active power, in total or of a phase.
constexpr bool is_active_power(Quantity q) {
  return q == Quantity::active_power_w || q == Quantity::active_power_l1_w ||
         q == Quantity::active_power_l2_w || q == Quantity::active_power_l3_w;
}
/// Registers accumulate; everything else is a momentary value.
constexpr bool is_register(Quantity q) {
  return is_energy(q) || q == Quantity::energy_thermal_wh || q == Quantity::volume_m3;
}

}  // namespace pue::meter
