#include "engine/clock_state.h"

#include <stdexcept>

#include "base/limits.h"

namespace pue::engine {

std::string_view name(ClockSync sync) {
  switch (sync) {
    case ClockSync::unknown:
      return "unknown";
    case ClockSync::synchronised:
      return "synchronised";
    case ClockSync::unsynchronised:
      return "unsynchronised";
  }
  throw std::logic_error("no such state of a clock");
}

void ClockStateChanges::observe(const ClockState& now) {
  if (last_ == now.sync || changes_.size() >= limits::step_events) return;
  last_ = now.sync;
  changes_.push_back(now);
}

}  // namespace pue::engine
