// A ledger's history in steps: two lives of a daemon with all that it enters, played through the
// real store; and what a ledger file holds, row by row.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/store/sqlite_store.h"

namespace pue::durability {

struct Step {
  enum class Kind { open, commit, close };
  Kind kind = Kind::commit;
  int life = 0;
  UtcTime at;
  std::vector<site::SiteInterval> intervals = {};
  std::vector<engine::ClockStep> clock_steps = {};
};

/// Inception, configuration, start, intervals of three hours, later versions, a day's figures, a
/// step of the clock, checkpoints that become due, a clean stop; again with another configuration
/// and an event.
const std::vector<Step>& history();

/// A daemon that keeps its store from step to step.
class Player {
 public:
  explicit Player(std::string path) : path_(std::move(path)) {}

  /// May be repeated when it failed.
  Result<void> play(const Step& step);
  /// As a daemon that finds this ledger at its start: of the same life as the step to come.
  Result<void> open(int life, UtcTime at);
  /// The steps from `first` on; the number of the first that failed, or of all.
  std::size_t play_from(std::size_t first);
  const std::string& error() const { return error_; }
  ledger::HistoryStore* store() { return store_.get(); }

 private:
  std::string path_;
  std::unique_ptr<ledger::HistoryStore> store_;
  std::string error_;  // the last one
};

/// All rows of a ledger's tables, as text, table by table. SQLite's unix layer.
using Rows = std::vector<std::string>;
Rows rows_of(const std::string& path);
/// What is in `all` and not in `some`; both as rows_of has them.
Rows missing_rows(const Rows& some, const Rows& all);

/// Bodies of entries in their order, without those of starts: what must be there once, however
/// often the daemon was started. Those of intervals: totals and energies.
std::vector<std::string> entered(const std::string& path);

/// "" if the ledger is verified, else why not.
std::string verification(const std::string& path);

/// What a play without any fault leaves after each step.
struct Reference {
  std::vector<Rows> after;  // by step
  std::vector<std::string> entered;
};
const Reference& reference();

}  // namespace pue::durability
