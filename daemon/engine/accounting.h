// Readings in, figures out: the deterministic heart. Live polling, replay and scenarios drive this
// same class and get the same bytes. Time comes in with readings and `advance`; no clock is read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/snapshot.h"
#include "meter/reading.h"
#include "site/balance.h"

namespace pue::engine {

class Accounting {
 public:
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
  Snapshot snapshot() const;

  /// State for a restart: canonical text, integers only, meters by name.
  std::string save() const;
  /// The start of the oldest stored interval that `restore` of this state will want, for reading
  /// the store; `latest` when the text is not a state.
  static UtcTime history_needed(const std::string& state, UtcTime latest);
  /// `stored`: newest versions since `history_needed`, oldest first, meters by this configuration's
  /// MeterId. False: not a state of this site; a fresh start was made.
  bool restore(const std::string& state, const std::vector<site::SiteInterval>& stored, Moment now);

  /// Readings that were not newer than their point's last one, or older than what is settled.
  std::uint64_t dropped_readings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pue::engine
