// `puectl read`: one live reading of a meter, every point raw and decoded, with the time it took.
#pragma once

#include <functional>
#include <iosfwd>
#include <vector>

#include "base/result.h"
#include "meter/point.h"
#include "modbus/exchange.h"

namespace pue::commands {

class CommandLine;

using Ask = std::function<modbus::Exchange(const modbus::Request&)>;

/// A line for each point: quantity, wire address, registers in hex (of a value with a scale factor
/// the value's, then the factor's), value with unit or the reason
/// why there is none, round-trip time. False: no point gave a value.
bool read_points(const std::vector<meter::Point>& points, std::uint8_t unit, const Ask& ask,
                 std::ostream& out);

void add_read(CommandLine& line);

}  // namespace pue::commands
