// What stands for a required meter's interval that was not measured and never will be: estimates by
// the rules of docs/domain.md, "Estimates". It sits between the trackers and the interval book, and
// keeps a missing interval back until the end of its gap is known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "energy/meter_past.h"
#include "engine/settings.h"
#include "site/site_model.h"

namespace pue::engine {

/// One meter's open gap, for a restart.
struct OpenGap {
  std::optional<energy::IntervalEnergy> before;  // the last measured interval
  std::vector<Period> missing;                   // after it, kept back
};

class GapEstimates {
 public:
  GapEstimates(const Settings& settings, const site::SiteModel& model);

  /// What a tracker settled, in its order; returned is what is final now: the interval itself, and
  /// estimates of the gap that it ends.
  std::vector<energy::IntervalEnergy> settle(MeterId meter, const energy::IntervalEnergy& energy);

  /// Of an interval that is not settled: `by_power` where power knows it, else an estimate.
  energy::IntervalEnergy provisional(MeterId meter, const energy::IntervalEnergy& by_power) const;

  /// A settled interval of the store or of the state.
  void recall(MeterId meter, const energy::IntervalEnergy& stored);

  OpenGap open_gap(MeterId meter) const;
  void restore(MeterId meter, OpenGap gap);

 private:
  struct Meter {
    energy::MeterPast past;
    OpenGap gap;
  };
  Meter* input(MeterId meter);
  std::vector<energy::IntervalEnergy> end_gap(Meter& of, const energy::IntervalEnergy& measured);
  std::vector<energy::IntervalEnergy> lengthen_gap(Meter& of, const energy::IntervalEnergy& lost);

  std::vector<std::optional<Meter>> meters_;  // by MeterId; absent where nothing is estimated
};

}  // namespace pue::engine
