// The site's energy counters. Exact totals follow every new version of an interval; what is
// exported is their running maximum, because one small step back would make Prometheus' increase()
// explode.
#pragma once

#include <functional>

#include "engine/settings.h"
#include "engine/snapshot.h"
#include "site/balance.h"

namespace pue::engine {

class EnergyTotals {
 public:
  /// CO2 of an interval; absent where there is none to count.
  using Carbon = std::function<std::optional<kpi::Milligrams>(const site::SiteInterval&)>;

  /// Without `carbon` there is no counter of CO2.
  explicit EnergyTotals(Carbon carbon = {});

  /// A closed interval, and the version that it supersedes (absent for the first). Intervals that
  /// are not usable add elapsed time only.
  void add(const site::SiteInterval& now, const std::optional<site::SiteInterval>& before);

  const EnergyCounters& exported() const { return exported_; }
  const EnergyCounters& exact() const { return exact_; }
  void restore(const EnergyCounters& exact, const EnergyCounters& exported);

 private:
  void add_carbon(const site::SiteInterval& interval, int sign);

  Carbon carbon_;
  EnergyCounters exact_;
  EnergyCounters exported_;
};

/// Location-based, by the site's region and the factor table; none without a region. `settings`
/// must outlive it.
EnergyTotals::Carbon carbon_by_place(const Settings& settings);

}  // namespace pue::engine
