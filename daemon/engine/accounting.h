// Readings in, figures out: the deterministic heart. Live polling, replay and scenarios drive this
// same class and get the same bytes. Time comes in with readings and `advance`; no clock is read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/clock_steps.h"
#include "engine/serial_watch.h"
#include "engine/settings.h"
#include "engine/snapshot.h"
#include "meter/reading.h"
#include "site/balance.h"

namespace pue::engine {

/// A swap or a change of a multiplier that was entered after its time.
struct LateChange {
  UtcTime at;
  std::string meter;
};

class Accounting {
 public:
  /// Whether the run shows more of its counters after it saved a state.
  enum class Run : std::uint8_t { goes_on, ends };

  /// Precondition: SiteModel::build(settings.site) succeeds (the configuration loader checks it).
  explicit Accounting(Settings settings);
  ~Accounting();
  Accounting(Accounting&&) noexcept;
  Accounting& operator=(Accounting&&) noexcept;

  /// A valid value. Ones not newer than the same point's last are counted and dropped.
  void accept(const meter::Reading& reading);
  /// Every reading up to `now` has been given: closes intervals that are due.
  void advance(Moment now);

  /// Closed intervals, first versions and superseding ones, each once, in the order of closing.
  std::vector<site::SiteInterval> take_closed();
  /// Steps of the wall clock, each once.
  std::vector<ClockStep> take_clock_steps();
  /// Each once.
  std::vector<SeenSwap> take_seen_swaps();
  Snapshot snapshot() const;

  /// State for a restart: canonical text, integers only, meters by name.
  std::string save(Run run = Run::ends) const;
  /// The start of the oldest stored interval that is wanted after `restore` of this state: two
  /// years back, for windows and last year's season. `latest` when the text is not a state.
  static UtcTime history_needed(const std::string& state, UtcTime latest);
  /// Continues a state. False: not a state of this site; a fresh start was made. Then every stored
  /// interval since `history_needed` is recalled (newest versions, oldest first, meters by this
  /// configuration's MeterId), and `resume` makes the figures.
  bool restore(const std::string& state, Moment now);
  /// From here on `recall` wants the meters' evidence too: a new version says all of it again.
  /// Absent: nothing that was restored waits for one.
  std::optional<UtcTime> evidence_needed() const;
  void recall(const site::SiteInterval& stored);
  void resume();

  /// Changes of registers that the state had passed when they were entered: they have not acted,
  /// and act when the readings from before them are replayed.
  std::vector<LateChange> late_changes() const;

  /// Readings that were not newer than their point's last one, or older than what is settled.
  std::uint64_t dropped_readings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pue::engine
