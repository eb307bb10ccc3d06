// The requests that will go over each bus, in words: what a person compares with a manual or a
// capture of the wire.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/bus_plan.h"

namespace pue::commands {

/// The predicted load of every bus is at most 1.
bool plan_fits(const engine::Settings& settings);

/// Every request of every bus with its bytes, its rate class and the points that it carries; the
/// time that each class takes and the predicted load.
void describe_buses(const engine::Settings& settings, std::ostream& out);

/// The request as sent. Modbus/TCP: "xx xx 00 00 00 06 01 04 00 34 00 02", xx xx is the
/// transaction number; RTU: "07 04 00 34 00 02" without its checksum.
std::string request_bytes(const modbus::Request& request, const modbus::LinkAddress& link);

}  // namespace pue::commands
