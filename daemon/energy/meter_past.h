// What a meter measured at the same hours before: the rule by which an interval that nobody
// measured is estimated (docs/domain.md, "Estimates"). It is told measured energies only and
// estimates from nothing else; whether an estimate may be used is decided elsewhere.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "base/zone.h"
#include "energy/meter_tracker.h"

namespace pue::energy {

/// The interval was measured, in whatever way: it can say something of others.
bool is_measured(const IntervalEnergy& interval);

/// Of that energy, with Quality::estimated and without what only a measured interval has.
IntervalEnergy estimate(Period interval, Joules imported, Joules exported);

class MeterPast {
 public:
  /// Zone: whose hours are the same hours.
  explicit MeterPast(Zone zone) : zone_(std::move(zone)) {}

  /// A measured interval, each once. What is more than three weeks older than the newest is
  /// dropped.
  void remember(const IntervalEnergy& measured);

  /// The mean of the same local hour on the same weekday of the three weeks before, those that are
  /// known, in equal parts over the hour. Absent when none of them is.
  std::optional<IntervalEnergy> same_hours(Period interval) const;

 private:
  // The quarter hours of one hour that are known, and their sums.
  struct Hour {
    Joules imported;
    Joules exported;
    std::uint8_t known = 0;
  };
  const Hour* hour_at(UtcTime start) const;

  Zone zone_;
  UtcTime first_;  // start of hours_[0]
  std::deque<Hour> hours_;
};

/// Energies of a gap between two measured intervals, `count` of them, on the line from one to the
/// other; `start`: of the gap.
std::vector<IntervalEnergy> on_a_line(const IntervalEnergy& before, const IntervalEnergy& after,
                                      int count);

}  // namespace pue::energy
