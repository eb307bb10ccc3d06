// The engine's state as canonical text, for a restart: integers only, meters by name, so that it
// survives a configuration that adds, removes or reorders meters.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/gap_estimates.h"
#include "engine/snapshot.h"
#include "kpi/battery_mix.h"

namespace pue::engine {

struct SavedWaiting {
  Period interval;
  std::uint32_t version = 1;
  std::vector<std::string> unsettled;           // meter names
  std::vector<std::string> second_meters = {};  // those that may stand in
};

struct SavedOpen {
  Period interval;
  std::map<std::string, energy::IntervalEnergy> settled;  // by meter name
};

/// A change of a meter's register that has acted (meter_changes.h).
struct SavedChange {
  UtcTime at;
  std::string meter;
};

struct SavedState {
  std::string site;
  bool run_goes_on = false;              // its counters will show more than the state says
  std::optional<UtcTime> next_boundary;  // absent: no reading yet
  std::optional<UtcTime> closed_until;
  std::optional<UtcTime> told_until;  // the latest moment that the trackers know of
  EnergyCounters exact;
  EnergyCounters exported;
  kpi::StoredEnergy battery;                    // of the mixing tank
  std::map<std::string, std::string> trackers;  // by meter name
  std::vector<SavedOpen> open;
  std::vector<SavedWaiting> waiting;
  std::map<std::string, OpenGap> gaps;           // by meter name
  std::map<std::string, std::uint64_t> serials;  // the same: what it told of itself
  std::vector<SavedChange> changes;
  std::set<UtcTime> clock_marks;    // intervals in which the clock was set, by their start
  std::vector<Period> clock_skips;  // what it left out
};

std::string to_text(const SavedState& state);
/// Nothing when the text is not a state that this version wrote.
std::optional<SavedState> saved_state_from_text(const std::string& text);

}  // namespace pue::engine
