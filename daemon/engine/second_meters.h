// Second meters (role check): each is compared with the meter that it checks, and stands in for it
// while that one is not measured, if both agreed before (docs/domain.md, "Second meters"). A second
// meter is in no sum of its own.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "energy/meter_tracker.h"
#include "site/site_settings.h"

namespace pue::engine {

class SecondMeters {
 public:
  explicit SecondMeters(const site::SiteSettings& settings);

  /// The newest version of a closed interval, meters by MeterId.
  void observe(const std::vector<energy::IntervalEnergy>& meters);

  /// The second meters that agree with theirs over the intervals that both measured.
  std::set<MeterId> validated() const;
  /// In place of what was not measured, what these second meters measured.
  void substitute(std::vector<energy::IntervalEnergy>& meters,
                  const std::set<MeterId>& validated) const;

 private:
  struct Both {
    energy::IntervalEnergy checked;
    energy::IntervalEnergy second;
  };
  struct Pair {
    MeterId second;
    MeterId checked;
    std::optional<site::Accuracy> second_accuracy;
    std::optional<site::Accuracy> checked_accuracy;
    std::map<UtcTime, Both> measured;  // by start: the newest ones
  };
  static bool agree(const Pair& pair);

  std::vector<Pair> pairs_;
};

}  // namespace pue::engine
