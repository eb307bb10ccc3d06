// The narrow door to the site's history: closed intervals and the engine's state, together, and the
// signed word for what was written. The ledger's file stands behind it.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "engine/clock_state.h"
#include "engine/clock_steps.h"
#include "ledger/site_records.h"
#include "site/balance.h"

namespace pue::ledger {

/// What a store belongs to: the site, its meter names by MeterId, and the facts that readers need
/// to make figures without the configuration.
struct StoreIdentity {
  std::string site;
  std::vector<std::string> meters;
  std::string zone = "UTC";                               // name in the zone database
  std::optional<Watts> min_it_power;                      // site::SiteFacts::min_it_power
  std::optional<std::chrono::year_month_day> in_service;  // earlier intervals are in no figure
  bool operator==(const StoreIdentity&) const = default;
};

struct StoredState {
  UtcTime saved_at;
  std::string state;                                  // engine::Accounting::save()
  std::vector<engine::ClockStep> clock_steps = {};    // since the state before
  std::vector<engine::ClockState> clock_states = {};  // the same
  std::vector<EventEntry> events = {};                // the same: what was seen of meters
};

/// A signed checkpoint (checkpoint.h) and how many entries it covers.
struct SignedCheckpoint {
  std::uint64_t entries = 0;
  std::string note;
  bool operator==(const SignedCheckpoint&) const = default;
};

/// One meter in one interval: 0 with `missing`.
struct MeterPoint {
  Period interval;
  energy::Quality quality = energy::Quality::missing;
  Joules imported;
  Joules exported;
  bool operator==(const MeterPoint&) const = default;
};

/// A reader who asks what was known when the ledger had so many entries; all: what is known now.
inline constexpr auto all_entries =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

class HistoryStore {
 public:
  virtual ~HistoryStore() = default;
  /// Intervals (new versions included) and the state after them, in one transaction: a restart
  /// finds both or neither. Error: why nothing was written; the same call may be repeated.
  virtual Result<void> commit(const std::vector<site::SiteInterval>& intervals,
                              const StoredState& state) = 0;
  /// A person's correction, the versions that follow from it and the state after them, in one
  /// transaction that is signed at once. Error: why nothing was written.
  virtual Result<void> correct(const Correction& correction,
                               const std::vector<site::SiteInterval>& versions,
                               const StoredState& state, UtcTime now) = 0;
  /// Drops detail that the writer's rule keeps no longer, a little at a time, each in a transaction
  /// of its own; an entry says so first. True: there is more, ask again when nothing waits to be
  /// committed.
  virtual Result<bool> drop_detail(UtcTime now) = 0;
  virtual Result<std::optional<StoredState>> state() = 0;
  /// Newest versions, oldest first, of intervals that start within the period; meters by the
  /// identity's order. A meter that is not in a stored interval is `missing` there; an interval
  /// whose detail was dropped by rule has no meters.
  virtual Result<std::vector<site::SiteInterval>> intervals(Period period) = 0;
  /// The same one after the other: of a year of 1,000 meters they would not fit into memory.
  virtual Result<void> each_interval(
      Period period, const std::function<void(const site::SiteInterval&)>& take) = 0;
  /// The same, with what the meters' energies rest on.
  virtual Result<std::vector<site::SiteInterval>> proven_intervals(Period period) = 0;
  /// The newest versions of one meter, as `intervals` would have them, without reading the others.
  /// Error: also a name that the ledger has never known.
  virtual Result<std::vector<MeterPoint>> meter(const std::string& name, Period period) = 0;
  /// Entries of all kinds.
  virtual Result<std::uint64_t> records() = 0;
  /// The newest one; nothing before the first.
  virtual Result<std::optional<SignedCheckpoint>> checkpoint() = 0;
  /// Those over more than `after` entries, oldest first; a thousand at most, to be asked on from
  /// the last.
  virtual Result<std::vector<SignedCheckpoint>> checkpoints(std::uint64_t after) = 0;
  /// A clean end: the stop and a checkpoint over it. Nothing is written after it.
  virtual Result<void> close(UtcTime now) = 0;
};

}  // namespace pue::ledger
