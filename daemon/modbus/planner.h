// Merges the register ranges wanted of one unit into the requests that cost the bus least time. It
// plans; when they are sent is the scheduler's affair.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "modbus/link_settings.h"
#include "modbus/rate.h"
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

/// The data words of an answer: registers, or bits by sixteen.
std::uint32_t words(const RegisterRange& range);

/// The cost of one request by the model.
Duration cost(const CostModel& model, const RegisterRange& range);

/// Registers that are to be read, and how often.
struct WantedRange {
  RegisterRange range;
  RateClass rate = RateClass::fast;
  auto operator<=>(const WantedRange&) const = default;
};

/// No request reads registers on both sides: one below `address` and one at or above it.
struct Cut {
  FunctionCode function = FunctionCode::read_holding_registers;
  std::uint16_t address = 0;
  auto operator<=>(const Cut&) const = default;
};

/// What one unit bears.
struct UnitLimits {
  /// 1–125, of functions 3 and 4; functions 1 and 2 may read sixteen times as many bits, at most
  /// 2000.
  std::uint16_t max_registers = 125;
  std::vector<Cut> cuts;
};

/// Requests that together contain every wanted range whole, ordered by function and address; each
/// as frequent as the most frequent range within it. Their cost is the least bus time per second: a
/// rare range rides along with a frequent one where that is cheaper than a request of its own. A
/// wanted range longer than the limit, or across a cut, is left as it is.
std::vector<WantedRange> plan(std::vector<WantedRange> wanted, const UnitLimits& limits,
                              const RatePeriods& periods, const CostModel& model);

/// Where to divide a request that the unit refused as a whole (exceptions 2 and 3): at the largest
/// hole between the ranges `wanted` within it, the one nearest the middle of equal ones. Nothing:
/// they overlap or are only one, so that the unit refuses a value that is wanted.
std::optional<Cut> cut_of(std::vector<RegisterRange> wanted);

}  // namespace pue::modbus
