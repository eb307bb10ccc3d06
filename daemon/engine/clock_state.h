// What the machine says of its own wall clock: whether a time service keeps it, and how wrong it
// may be. It enters no figure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace pue::engine {

/// The numbers are stored and never change.
enum class ClockSync : std::uint8_t { unknown = 0, synchronised = 1, unsynchronised = 2 };
/// "unknown", …
std::string_view name(ClockSync sync);

struct ClockState {
  UtcTime at;
  ClockSync sync = ClockSync::unknown;
  std::optional<Duration> maximum_error;  // when synchronised, and only then
  bool operator==(const ClockState&) const = default;
};

/// What of a course of states is worth an entry: the first, and each that is another than before.
class ClockStateChanges {
 public:
  void observe(const ClockState& now);
  /// Each once; at most limits::step_events between two calls.
  std::vector<ClockState> take() { return std::exchange(changes_, {}); }

 private:
  std::optional<ClockSync> last_;
  std::vector<ClockState> changes_;
};

}  // namespace pue::engine
