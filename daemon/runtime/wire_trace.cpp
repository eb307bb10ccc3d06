#include "runtime/wire_trace.h"

#include "base/limits.h"

namespace pue::runtime {

std::vector<TracedBytes> WireTrace::after(std::uint64_t number, std::uint8_t unit, MonoTime now) {
  const auto until = (now + limits::trace_kept_for).time_since_epoch().count();
  const MonoTime before{Duration{wanted_until_.exchange(until)}};
  std::vector<TracedBytes> found;
  const std::lock_guard lock{mutex_};
  if (before <= now) kept_.clear();  // somebody else looked at them, long ago
  for (const auto& one : kept_)
    if (one.number > number && one.unit == unit) found.push_back(one);
  return found;
}

void WireTrace::note(bool sent, std::uint8_t unit, std::span<const std::uint8_t> bytes,
                     Moment now) {
  auto until = wanted_until_.load();
  if (now.mono.time_since_epoch().count() >= until) {
    wanted_until_.compare_exchange_strong(until, 0);  // unless somebody looks just now
    return;
  }
  const std::lock_guard lock{mutex_};
  kept_.push_back({++count_, now.utc, sent, unit, {bytes.begin(), bytes.end()}});
  if (kept_.size() > limits::traced_pieces) kept_.erase(kept_.begin());
}

}  // namespace pue::runtime
