// Where the wall clock was set: seen from wall time against monotonic time. Energy stays where it
// accumulated; the intervals in which the clock was set are flagged, and those that it left out
// never were (docs/domain.md, the clock).
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/time.h"

namespace pue::engine {

struct ClockStep {
  UtcTime from;
  UtcTime to;
  bool operator==(const ClockStep&) const = default;
};

class ClockSteps {
 public:
  explicit ClockSteps(Duration interval) : interval_(interval) {}

  /// Called as time goes on. `open`: the start of the interval in which energy accumulates.
  void observe(Moment now, std::optional<UtcTime> open);
  /// The clock was set while nobody looked.
  void mark(UtcTime within) { marked_.insert(floor_to(within, interval_)); }

  bool stepped(const Period& interval) const { return marked_.contains(interval.start); }
  bool skipped(const Period& interval) const;

  /// Closed for good.
  void forget_before(UtcTime start);

  /// What was observed, each step once.
  std::vector<ClockStep> take_observed() { return std::exchange(observed_, {}); }

  const std::set<UtcTime>& marked() const { return marked_; }
  const std::vector<Period>& skips() const { return skips_; }
  void restore(std::set<UtcTime> marked, std::vector<Period> skips);

 private:
  Duration interval_;
  std::optional<Moment> last_;
  std::set<UtcTime> marked_;  // starts of intervals
  std::vector<Period> skips_;
  std::vector<ClockStep> observed_;  // not yet taken; at most limits::step_events
};

/// More than this between two looks is no slewing.
inline constexpr auto clock_step = std::chrono::seconds{2};

}  // namespace pue::engine
