#include "sim/register_bank.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace pue::sim {
namespace {

constexpr std::array<std::string_view, 5> kind_names{"sdm630", "pm5000", "generic-float32",
                                                     "generic-int64", "water"};
constexpr double phase_voltage = 230.0;
constexpr double power_factor = 0.98;

// Writes values most significant word first, as all of these meters do.
class Block {
 public:
  Block(int function, std::uint16_t first, std::size_t count, std::uint16_t empty)
      : block_{function, first, std::vector<std::uint16_t>(count, empty)} {}

  void float32(std::uint16_t address, double value) {
    put(address, std::bit_cast<std::uint32_t>(static_cast<float>(value)), 2);
  }
  void uint32(std::uint16_t address, double value) {
    put(address, static_cast<std::uint64_t>(std::llround(value)), 2);
  }
  void int64(std::uint16_t address, double value) {
    put(address, static_cast<std::uint64_t>(std::llround(value)), 4);
  }
  RegisterBlock take() { return std::move(block_); }

 private:
  void put(std::uint16_t address, std::uint64_t bits, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      const unsigned shift = 16U * (count - 1U - i);
      const auto index = static_cast<std::size_t>(address - block_.first) + i;
      block_.words[index] = static_cast<std::uint16_t>((bits >> shift) & 0xffffU);
    }
  }
  RegisterBlock block_;
};

double current_a(const MeterValues& values) {
  return std::abs(values.active_power_w) / (3.0 * phase_voltage * power_factor);
}

RegisterBlock sdm630(std::int64_t step, const MeterValues& values) {
  constexpr auto kind = RegisterKind::sdm630;
  Block block(4, 0, 358, 0);
  for (std::uint16_t phase = 0; phase < 3; ++phase) {
    const auto at = static_cast<std::uint16_t>(2 * phase);
    block.float32(at, phase_voltage);
    block.float32(static_cast<std::uint16_t>(6 + at), current_a(values));
    block.float32(static_cast<std::uint16_t>(12 + at), values.active_power_w / 3.0);
  }
  block.float32(52, values.active_power_w);
  block.float32(62, power_factor);
  block.float32(70, 50.0);
  const double imported = shown_energy_wh(kind, step, values.energy_import_wh);
  const double exported = shown_energy_wh(kind, step, values.energy_export_wh);
  block.float32(72, imported / 1000.0);
  block.float32(74, exported / 1000.0);
  block.float32(342, (imported + exported) / 1000.0);
  return block.take();
}

RegisterBlock pm5000(std::int64_t step, const MeterValues& values) {
  constexpr auto kind = RegisterKind::pm5000;
  // A PM5000 shows 0xFFFF where it has no value.
  Block block(3, 2999, 212, 0xffff);
  for (std::uint16_t phase = 0; phase < 3; ++phase) {
    const auto at = static_cast<std::uint16_t>(2 * phase);
    block.float32(static_cast<std::uint16_t>(2999 + at), current_a(values));
    block.float32(static_cast<std::uint16_t>(3027 + at), phase_voltage);
    block.float32(static_cast<std::uint16_t>(3053 + at), values.active_power_w / 3000.0);
  }
  block.float32(3059, values.active_power_w / 1000.0);
  block.float32(3109, 50.0);
  block.int64(3203, shown_energy_wh(kind, step, values.energy_import_wh));
  block.int64(3207, shown_energy_wh(kind, step, values.energy_export_wh));
  return block.take();
}

RegisterBlock generic_float32(std::int64_t step, const MeterValues& values) {
  constexpr auto kind = RegisterKind::generic_float32;
  Block block(3, 0, 6, 0);
  block.float32(0, values.active_power_w);
  block.float32(2, shown_energy_wh(kind, step, values.energy_import_wh) / 1000.0);
  block.float32(4, shown_energy_wh(kind, step, values.energy_export_wh) / 1000.0);
  return block.take();
}

RegisterBlock generic_int64(std::int64_t step, const MeterValues& values) {
  constexpr auto kind = RegisterKind::generic_int64;
  Block block(3, 0, 10, 0);
  block.int64(0, shown_energy_wh(kind, step, values.energy_import_wh));
  block.float32(4, values.active_power_w);
  block.int64(6, shown_energy_wh(kind, step, values.energy_export_wh));
  return block.take();
}

RegisterBlock water(std::int64_t step, const MeterValues& values) {
  Block block(3, 0, 2, 0);
  block.uint32(0, shown_energy_wh(RegisterKind::water, step, values.energy_import_wh));
  return block.take();
}

bool counts_in_float32(RegisterKind kind) {
  return kind == RegisterKind::sdm630 || kind == RegisterKind::generic_float32;
}

}  // namespace

std::string_view name(RegisterKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<RegisterKind> register_kind_from_name(std::string_view text) {
  const auto found = std::find(kind_names.begin(), kind_names.end(), text);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<RegisterKind>(found - kind_names.begin());
}

std::int64_t native_step_wh(RegisterKind kind) {
  switch (kind) {
    case RegisterKind::sdm630:
      return 10;
    case RegisterKind::pm5000:
      return 1;
    case RegisterKind::generic_float32:
      return 10;
    case RegisterKind::generic_int64:
    case RegisterKind::water:
      return 1;
  }
  return 1;
}

RegisterSpan import_register(RegisterKind kind) {
  switch (kind) {
    case RegisterKind::sdm630:
      return {72, 2};
    case RegisterKind::pm5000:
      return {3203, 4};
    case RegisterKind::generic_float32:
      return {2, 2};
    case RegisterKind::generic_int64:
      return {0, 4};
    case RegisterKind::water:
      return {0, 2};
  }
  return {};
}

RegisterBlock registers_of(RegisterKind kind, std::int64_t step_wh, const MeterValues& values) {
  switch (kind) {
    case RegisterKind::sdm630:
      return sdm630(step_wh, values);
    case RegisterKind::pm5000:
      return pm5000(step_wh, values);
    case RegisterKind::generic_float32:
      return generic_float32(step_wh, values);
    case RegisterKind::generic_int64:
      return generic_int64(step_wh, values);
    case RegisterKind::water:
      return water(step_wh, values);
  }
  return {};
}

double shown_energy_wh(RegisterKind kind, std::int64_t step_wh, double energy_wh) {
  const auto step = static_cast<double>(step_wh);
  const double counted = std::floor(energy_wh / step) * step;
  if (!counts_in_float32(kind)) return counted;
  return static_cast<double>(static_cast<float>(counted / 1000.0)) * 1000.0;
}

}  // namespace pue::sim
