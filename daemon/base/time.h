// The two times. MonoTime measures durations and deadlines and never jumps; UtcTime names moments
// for people and cuts intervals. They are different types: mixing them is a compile error.
// Nothing here reads a clock; the shell does and passes the time in.
#pragma once

#include <chrono>
#include <compare>

namespace pue {

using Duration = std::chrono::nanoseconds;

struct MonotonicTimeline {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
};
struct UtcTimeline {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
};

/// Nanoseconds since an arbitrary start; in a replay equal to UTC.
using MonoTime = std::chrono::time_point<MonotonicTimeline, Duration>;
/// Nanoseconds since 1970-01-01T00:00:00Z without leap seconds; years 1678 to 2262.
using UtcTime = std::chrono::time_point<UtcTimeline, Duration>;

/// One moment on both time lines (the mapping between them at that moment).
struct Moment {
  MonoTime mono;
  UtcTime utc;
  auto operator<=>(const Moment&) const = default;
};

/// [start, end), the only form of period in this program.
struct Period {
  UtcTime start;
  UtcTime end;
  auto operator<=>(const Period&) const = default;
  Duration length() const { return end - start; }
  bool contains(UtcTime t) const { return start <= t && t < end; }
  bool contains(const Period& other) const { return start <= other.start && other.end <= end; }
};

/// The greatest multiple of `step` (counted from 1970-01-01T00:00Z) that is not after `t`.
constexpr UtcTime floor_to(UtcTime t, Duration step) {
  auto since = t.time_since_epoch();
  auto rest = since % step;
  if (rest.count() < 0) rest += step;
  return UtcTime{since - rest};
}

}  // namespace pue
