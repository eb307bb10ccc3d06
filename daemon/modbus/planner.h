// Merges the register ranges wanted of one unit into the requests that cost the bus least. It
// plans; when they are sent is the scheduler's affair.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "modbus/link_settings.h"
#include "modbus/request.h"

namespace pue::modbus {

/// What a request costs on a link: per_request + per_register · registers (a bit is a sixteenth).
struct CostModel {
  Duration per_request;
  Duration per_register;
};

/// A TCP answer costs the same whatever its length: the fewest requests win, then the fewest
/// registers. 10 ms a request is the assumption where nothing better is known.
CostModel tcp_cost(Duration gap = Duration{0});
/// A line of RTU frames, behind a device or a device server: request of 8 bytes, answer of 5 + 2 a
/// register (Modbus over Serial Line 1.02, 2.3), the device's turnaround and the gap. Hence the
/// hole worth reading over is below (turnaround + 13·t_byte)/(2·t_byte) registers.
CostModel serial_cost(const SerialAddress& address, Duration gap = Duration{0},
                      Duration turnaround = std::chrono::milliseconds{30});
CostModel cost_model(const LinkSettings& link);

/// The cost of one request by the model.
Duration cost(const CostModel& model, const RegisterRange& range);

/// Requests that together contain every wanted range whole, of the least total cost, ordered by
/// function and address. `max_registers` 1–125 bounds functions 3 and 4; functions 1 and 2 may read
/// sixteen times as many bits, at most 2000. A wanted range longer than the bound is left as it is.
std::vector<RegisterRange> plan(std::vector<RegisterRange> wanted, std::uint16_t max_registers,
                                const CostModel& model);

}  // namespace pue::modbus
