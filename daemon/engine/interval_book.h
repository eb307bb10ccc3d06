// The intervals that are open or still await a meter's registers: when they close, and which later
// version supersedes them. It knows settled energies, not how they come about.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "energy/meter_tracker.h"

namespace pue::engine {

struct ClosedInterval {
  Period interval;
  std::uint32_t version = 1;
  std::vector<energy::IntervalEnergy> meters;                     // by MeterId
  std::optional<std::vector<energy::IntervalEnergy>> superseded;  // the version before, from 2 on
};

/// An interval that is not closed yet, with what has settled so far; kept for a restart.
struct OpenInterval {
  Period interval;
  std::vector<std::optional<energy::IntervalEnergy>> settled;  // by MeterId
};

/// An interval that was closed while some meters were not settled; kept for a restart.
struct WaitingInterval {
  Period interval;
  std::uint32_t version = 1;
  std::vector<MeterId> unsettled;
};

class IntervalBook {
 public:
  /// What can be said now of a meter that is not settled.
  using Provisional = std::function<energy::IntervalEnergy(MeterId, Period)>;

  IntervalBook(std::size_t meters, Duration grace);

  /// The next interval, adjoining the last one opened.
  void open(Period interval);
  void settle(MeterId meter, const energy::IntervalEnergy& energy);
  /// Closes, in order, what is complete or whose grace has ended at `now`; then new versions of
  /// closed intervals for which energies settled since.
  std::vector<ClosedInterval> close_due(UtcTime now, const Provisional& provisional);
  /// After a restart the meters get a grace of their own before missed intervals close.
  void hold_until(UtcTime earliest) { earliest_deadline_ = earliest; }

  std::vector<OpenInterval> open_intervals() const;
  std::vector<WaitingInterval> waiting() const;
  /// The start of the oldest interval that is closed and may get a new version.
  std::optional<UtcTime> oldest_waiting() const;
  /// Puts back an interval that was waiting; `meters` as its last version said.
  void restore(const WaitingInterval& waiting, const std::vector<energy::IntervalEnergy>& meters);

 private:
  struct Entry {
    Period interval;
    std::uint32_t version = 0;  // 0: not closed yet
    std::vector<std::optional<energy::IntervalEnergy>> settled;
    std::vector<energy::IntervalEnergy> published;  // the last version's, where not settled
    std::size_t unsettled = 0;
    bool touched = false;
  };

  std::optional<ClosedInterval> close_first(UtcTime now, const Provisional& provisional);
  std::vector<ClosedInterval> supersede();
  void forget_oldest();

  std::size_t meters_;
  Duration grace_;
  UtcTime earliest_deadline_{Duration::min()};
  std::map<UtcTime, Entry> open_;     // version 0
  std::map<UtcTime, Entry> waiting_;  // closed, some meter not settled
  std::vector<UtcTime> touched_;
};

}  // namespace pue::engine
