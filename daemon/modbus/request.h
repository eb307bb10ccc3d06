// What can be asked of a Modbus device: reads only. Function codes 5, 6, 15, 16 … cannot be
// expressed, so a monitor cannot switch a breaker.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

namespace pue::modbus {

/// The four reads of the Modbus Application Protocol 1.1b3 (6.1–6.4).
enum class FunctionCode : std::uint8_t {
  read_coils = 1,
  read_discrete_inputs = 2,
  read_holding_registers = 3,
  read_input_registers = 4,
};

/// Addresses as sent on the wire (0-based). Registers for functions 3 and 4, bits for 1 and 2.
struct RegisterRange {
  FunctionCode function = FunctionCode::read_holding_registers;
  std::uint16_t address = 0;
  std::uint16_t count = 1;
  auto operator<=>(const RegisterRange&) const = default;
};

struct Request {
  std::uint8_t unit = 1;
  RegisterRange range;
  auto operator<=>(const Request&) const = default;
};

/// The registers of one good answer, in wire order; bits are one word (0 or 1) each.
struct RegisterBlock {
  RegisterRange range;
  std::vector<std::uint16_t> words;
  bool operator==(const RegisterBlock&) const = default;
};

}  // namespace pue::modbus
