// Where the wall clock was set: seen from wall time against monotonic time. Energy stays where it
// accumulated; the intervals in which the clock was set are flagged, and those that it left out
// never were (docs/domain.md, the clock).
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "base/time.h"

namespace pue::engine {

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

  const std::set<UtcTime>& marked() const { return marked_; }
  const std::vector<Period>& skips() const { return skips_; }
  void restore(std::set<UtcTime> marked, std::vector<Period> skips);

 private:
  Duration interval_;
  std::optional<Moment> last_;
  std::set<UtcTime> marked_;  // starts of intervals
  std::vector<Period> skips_;
};

/// More than this between two looks is no slewing.
inline constexpr auto clock_step = std::chrono::seconds{2};

}  // namespace pue::engine
