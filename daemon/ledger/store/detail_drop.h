// Drops the detail that a rule no longer keeps, a little at a time: first an entry that says what
// goes, signed, then the blobs, batch by batch. Where a process ends in between, the next goes on
// by the entry. Entries and the tree stay whole.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "base/result.h"
#include "base/zone.h"
#include "ledger/detail_retention.h"
#include "ledger/store/checkpoint_table.h"
#include "ledger/store/leaf_log.h"

namespace pue::ledger {

/// The newest entry of a drop, with its number; nothing before the first. Error: it is damaged.
Result<std::optional<std::pair<std::uint64_t, DroppedDetail>>> newest_drop(
    SQLite::Database& database);

/// Whether the detail of that interval's entry was dropped by rule.
Result<bool> is_dropped(SQLite::Database& database, std::uint64_t number, UtcTime end);

class DetailDrop {
 public:
  /// `years`: as in detail_bound.
  DetailDrop(std::uint64_t years, Zone zone) : years_(years), zone_(std::move(zone)) {}

  /// One step, within the caller's transaction: an entry, or a batch of blobs. True: there is more.
  /// A clock that was set years ahead drops nothing before a day of intervals has closed there.
  Result<bool> step(SQLite::Database& database, LeafLog& log, Checkpoints& checkpoints,
                    UtcTime now);
  /// Whether a step may find something: asked without a look at the file.
  bool due(UtcTime now) const;

 private:
  std::uint64_t years_;
  Zone zone_;
  std::optional<std::int64_t> below_;  // where the newest drop goes on: none is left from here up
  std::optional<UtcTime> settled_;     // all up to this bound is done
};

}  // namespace pue::ledger
