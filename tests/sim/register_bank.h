// The registers of one simulated meter as the wire shows them: map, type and step of its kind.
// Knows no network; the server hands these words to libmodbus.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pue::sim {

enum class RegisterKind : std::uint8_t {
  sdm630,           // Eastron: FC4, float32 W at 52, kWh at 72 (import) and 74 (export)
  pm5000,           // Schneider: FC3, float32 kW at 3059, int64 Wh at 3203 and 3207
  generic_float32,  // FC3, float32 W at 0, kWh at 2 and 4
  generic_int64,    // FC3, int64 Wh at 0, float32 W at 4, int64 Wh at 6 (export)
  water,            // FC3, uint32 litres at 0
};
std::string_view name(RegisterKind kind);
std::optional<RegisterKind> register_kind_from_name(std::string_view name);
/// The step of such a meter's energy registers unless the site says otherwise, in Wh.
std::int64_t native_step_wh(RegisterKind kind);

/// What the meter shows at one moment. Energies in Wh, before the register's step.
struct MeterValues {
  double active_power_w = 0;
  double energy_import_wh = 0;
  double energy_export_wh = 0;
};

/// A block of registers that answers one function code; addresses as on the wire.
struct RegisterBlock {
  int function = 3;
  std::uint16_t first = 0;
  std::vector<std::uint16_t> words;
};
/// Where a kind's import register lies, to know which request reads it.
struct RegisterSpan {
  std::uint16_t first = 0;
  std::uint16_t count = 0;
};
RegisterSpan import_register(RegisterKind kind);

RegisterBlock registers_of(RegisterKind kind, std::int64_t step_wh, const MeterValues& values);

/// The energy that a master reads, in Wh: counted down to the step, and for float32 registers
/// rounded to the nearest float32 kWh (24 bits: above 16,777,216 kWh the steps are 2 kWh and more).
double shown_energy_wh(RegisterKind kind, std::int64_t step_wh, double energy_wh);

}  // namespace pue::sim
