// The site's energy counters. Exact totals follow every new version of an interval; what is
// exported is their running maximum, because one small step back would make Prometheus' increase()
// explode.
#pragma once

#include "engine/snapshot.h"
#include "site/balance.h"

namespace pue::engine {

class EnergyTotals {
 public:
  /// A closed interval, and the version that it supersedes (absent for the first). Intervals that
  /// are not usable add elapsed time only.
  void add(const site::SiteInterval& now, const std::optional<site::SiteInterval>& before);

  const EnergyCounters& exported() const { return exported_; }
  const EnergyCounters& exact() const { return exact_; }
  void restore(const EnergyCounters& exact, const EnergyCounters& exported);

 private:
  EnergyCounters exact_;
  EnergyCounters exported_;
};

}  // namespace pue::engine
