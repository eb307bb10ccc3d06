#include "config/modicon.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace pue::config {
namespace {

using modbus::FunctionCode;

std::optional<FunctionCode> function_of(char table) {
  switch (table) {
    case '0':
      return FunctionCode::read_coils;
    case '1':
      return FunctionCode::read_discrete_inputs;
    case '3':
      return FunctionCode::read_input_registers;
    case '4':
      return FunctionCode::read_holding_registers;
    default:
      return std::nullopt;
  }
}

char table_of(FunctionCode function) {
  switch (function) {
    case FunctionCode::read_coils:
      return '0';
    case FunctionCode::read_discrete_inputs:
      return '1';
    case FunctionCode::read_input_registers:
      return '3';
    case FunctionCode::read_holding_registers:
      return '4';
  }
  return '4';
}

}  // namespace

Result<WireAddress> parse_modicon(std::string_view digits) {
  const bool only_digits =
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool right_size = digits.size() == 5 || digits.size() == 6;
  const auto function = right_size ? function_of(digits.front()) : std::nullopt;
  unsigned number = 0;
  if (function) std::from_chars(digits.data() + 1, digits.data() + digits.size(), number);
  if (!only_digits || !function || number < 1 || number > 65536) {
    return Error{fmt::format(
        "{} without \"function\" is read as a Modicon number, which has 5 or 6 digits and starts "
        "with 0, 1, 3 or 4 (30053 is function 4, address 52); for an address as on the wire add "
        "for example function: 4",
        digits)};
  }
  return WireAddress{*function, static_cast<std::uint16_t>(number - 1)};
}

std::string modicon_number(WireAddress address) {
  const unsigned number = address.address + 1U;
  const char table = table_of(address.function);
  return number <= 9999 ? fmt::format("{}{:04}", table, number)
                        : fmt::format("{}{:05}", table, number);
}

}  // namespace pue::config
