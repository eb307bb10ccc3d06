// The moments at which a meter's register ends and another scale begins: announced swaps and
// changes of a multiplier. Each acts once, when the accounting comes to its time; one that was
// entered after its time is told as late, because it acts by replaying the readings.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "energy/meter_tracker.h"
#include "engine/settings.h"

namespace pue::engine {

class MeterChanges {
 public:
  /// By time, then MeterId: one change of a meter at a moment.
  using Key = std::pair<UtcTime, MeterId>;

  explicit MeterChanges(const Settings& settings);

  /// The next one to act, or null.
  const Key* next() const;
  /// What the next one says of the registers, on the primary side; it is done with this.
  energy::Discontinuity take();
  /// What lies at or before the first reading of all has nothing to act on.
  void skip_until(UtcTime first_reading);

  /// Goes on after a restart: what was done is not done again, what else has passed is late.
  void restore(const std::set<Key>& done, UtcTime told_until);
  const std::set<Key>& done() const { return done_; }
  const std::vector<Key>& late() const { return late_; }

 private:
  std::map<Key, energy::Discontinuity> to_come_;
  std::set<Key> done_;
  std::vector<Key> late_;
};

}  // namespace pue::engine
