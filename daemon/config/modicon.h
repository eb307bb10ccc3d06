// Modicon register numbers, as manuals print them, and wire addresses, as frames carry them. The
// two differ by one and by the function: both are echoed wherever an address is shown.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "modbus/request.h"

namespace pue::config {

struct WireAddress {
  modbus::FunctionCode function = modbus::FunctionCode::read_holding_registers;
  std::uint16_t address = 0;
  bool operator==(const WireAddress&) const = default;
};

/// "30053" → function 4, address 52. Five digits (numbers 1 to 9999) or six (1 to 65536); the first
/// says the table: 0 coils, 1 discrete inputs, 3 input registers, 4 holding registers.
Result<WireAddress> parse_modicon(std::string_view digits);

/// The same the other way: "30053"; six digits only where five do not suffice.
std::string modicon_number(WireAddress address);

}  // namespace pue::config
