#include "engine/clock_steps.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace pue::engine {

void ClockSteps::observe(Moment now, std::optional<UtcTime> open) {
  const auto last = std::exchange(last_, now);
  if (!last) return;
  const auto step = (now.utc - last->utc) - (now.mono - last->mono);
  if (step <= clock_step && step >= -clock_step) return;
  if (observed_.size() < limits::step_events)
    observed_.push_back({last->utc + (now.mono - last->mono), now.utc});
  mark(last->utc);
  if (open) mark(*open);
  if (step < Duration{0}) return;
  mark(now.utc);
  Period skip{floor_to(last->utc, interval_) + interval_, floor_to(now.utc, interval_)};
  // A clock that was behind: the open interval has taken energy all the time.
  if (open) skip.start = std::max(skip.start, *open + interval_);
  if (skip.start < skip.end) skips_.push_back(skip);
}

bool ClockSteps::skipped(const Period& interval) const {
  for (const auto& skip : skips_)
    if (skip.start <= interval.start && interval.end <= skip.end) return true;
  return false;
}

void ClockSteps::forget_before(UtcTime start) {
  marked_.erase(marked_.begin(), marked_.lower_bound(start));
  std::erase_if(skips_, [&](const Period& skip) { return skip.end <= start; });
}

void ClockSteps::restore(std::set<UtcTime> marked, std::vector<Period> skips) {
  marked_ = std::move(marked);
  skips_ = std::move(skips);
}

}  // namespace pue::engine
