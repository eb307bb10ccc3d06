// `puectl read`: one live reading of a meter, every point raw and decoded, with the time it took.
#pragma once

#include <functional>
#include <iosfwd>
#include <vector>

#include "base/result.h"
#include "meter/point.h"
#include "modbus/exchange.h"

namespace CLI {
class App;
}

namespace pue::commands {

using Ask = std::function<modbus::Exchange(const modbus::Request&)>;

/// A line for each point: quantity, wire address, registers in hex (of a value with a scale factor
/// the value's, then the factor's), value with unit or the reason
/// why there is none, round-trip time. False: no point gave a value.
bool read_points(const std::vector<meter::Point>& points, std::uint8_t unit, const Ask& ask,
                 std::ostream& out);

/// Adds the subcommand; when it is called, `exit_code` becomes 0 or 1.
void add_read(CLI::App& app, int& exit_code);

}  // namespace pue::commands
