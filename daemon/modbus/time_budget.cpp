#include "modbus/time_budget.h"

#include <algorithm>

namespace pue::modbus {

TimeBudget::TimeBudget(double share, Duration most, MonoTime start)
    : share_{share}, most_{most}, earned_until_{start} {}

bool TimeBudget::affords(Duration work, MonoTime now) {
  const auto passed = static_cast<double>((now - earned_until_).count());
  const Duration earned{static_cast<Duration::rep>(share_ * passed)};
  saved_ = std::min(most_, saved_ + earned);
  earned_until_ = now;
  return saved_ >= std::min(work, most_);
}

}  // namespace pue::modbus
