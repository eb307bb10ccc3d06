// A meter of four-wire three-phase values for tests: float32 input registers, words abcd, whose
// import register counts. It answers only where it has registers, as many devices do.
#pragma once

#include <bit>
#include <map>

#include "commands/examination.h"

namespace pue::commands {

/// 230 V each, 10, 12 and 8 A at a power factor of 0.9: 2070 + 2484 + 1656 = 6210 W.
class SimulatedMeter {
 public:
  SimulatedMeter() {
    put(0, 230.1F), put(2, 229.9F), put(4, 230.0F);
    put(6, 10.01F), put(8, 11.99F), put(10, 8.003F);
    put(12, 2072.94F), put(14, 2480.84F), put(16, 1656.62F);
    put(52, 6210.4F), put(62, 0.9F), put(70, 50.02F);
    put(72, 123456.78F), put(74, 12.5F);
  }

  void put(std::uint16_t address, float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    registers_[address] = static_cast<std::uint16_t>(bits >> 16);
    registers_[address + 1] = static_cast<std::uint16_t>(bits);
  }

  /// The time goes on while a person rests; energy in kWh, by the power in the registers.
  void rest(Duration pause) {
    time_ += pause;
    if (!counts) return;
    const auto hours = std::chrono::duration<double>(time_ - MonoTime{}).count() / 3600;
    put(72, static_cast<float>(123456.78 + energy_per_hour * hours));
  }

  modbus::Exchange answer(const modbus::Request& request) const {
    modbus::RegisterBlock block{request.range, {}};
    for (int i = 0; i < request.range.count; ++i) {
      const auto word = registers_.find(request.range.address + i);
      if (word == registers_.end() || request.range.function != function)
        return {modbus::Failure{modbus::Failure::Kind::exception, 2}, time_, time_, true, 0};
      block.words.push_back(word->second);
    }
    return {block, time_, time_, true, 0};
  }

  Bedside bedside() {
    return {[this](const modbus::Request& request) {
              rest(per_request);
              return answer(request);
            },
            [this](Duration pause) { rest(pause); }};
  }

  modbus::FunctionCode function = modbus::FunctionCode::read_input_registers;
  bool counts = true;
  Duration per_request{};           // what an answer takes
  double energy_per_hour = 6.2104;  // kWh; a float32 at 123456 kWh has steps of 2⁻⁷ = 0.0078

 private:
  std::map<int, std::uint16_t> registers_;
  MonoTime time_{};
};

inline meter::Point float_point(meter::Quantity quantity, std::uint16_t address, double scale = 1) {
  meter::Point point;
  point.quantity = quantity;
  point.range = {modbus::FunctionCode::read_input_registers, address, 2};
  point.scale = scale;
  return point;
}

/// The map that is right.
inline std::vector<meter::Point> right_points() {
  using Q = meter::Quantity;
  return {float_point(Q::active_power_w, 52),
          float_point(Q::energy_import_wh, 72, 1000),
          float_point(Q::energy_export_wh, 74, 1000),
          float_point(Q::voltage_l1_v, 0),
          float_point(Q::voltage_l2_v, 2),
          float_point(Q::voltage_l3_v, 4),
          float_point(Q::current_l1_a, 6),
          float_point(Q::current_l2_a, 8),
          float_point(Q::current_l3_a, 10),
          float_point(Q::active_power_l1_w, 12),
          float_point(Q::active_power_l2_w, 14),
          float_point(Q::active_power_l3_w, 16),
          float_point(Q::power_factor, 62),
          float_point(Q::frequency_hz, 70)};
}

}  // namespace pue::commands
