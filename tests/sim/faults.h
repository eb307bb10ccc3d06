// What is wrong with a simulated unit at the moment. Set by command line and control port, asked by
// the servers; it only remembers.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pue::sim {

enum class FaultKind : std::uint8_t {
  none,
  silent,       // never answers; a gateway is blocked for its timeout
  slow,         // answers after `argument` ms
  exception,    // answers with exception `argument`, after `delay_ms`
  garbage,      // bytes that are no frame
  zero_glitch,  // one reply with 0 in the energy registers, then healthy
  reset,        // registers begin again at 0, then healthy
};

struct Fault {
  FaultKind kind = FaultKind::none;
  int argument = 0;
  int delay_ms = 0;
};

/// "silent", "slow:300", "exception:11", "exception:11:3000" (code, then delay in ms).
Result<Fault> parse_fault(const std::string& text);
std::string_view name(FaultKind kind);

/// "METER=KIND[:ARG]" → its two halves.
struct MeterFault {
  std::string meter;
  Fault fault;
};
Result<MeterFault> parse_meter_fault(const std::string& text);

class FaultBoard {
 public:
  explicit FaultBoard(std::size_t meters) : faults_(meters) {}
  void set(std::size_t meter, Fault fault);
  Fault get(std::size_t meter) const;
  /// True once after zero_glitch was set; the unit is healthy afterwards.
  bool take_zero_glitch(std::size_t meter);

 private:
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
};

}  // namespace pue::sim
