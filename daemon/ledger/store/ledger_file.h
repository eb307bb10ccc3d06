// A ledger as a list of entries, for those who prove or retell it: bundles, reports. It opens the
// file to read and never changes it; each call is one short transaction, so that a daemon that
// writes is not held up. Entries are never edited: what was read stays true.
#pragma once

#include <SQLiteCpp/Database.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/detail_retention.h"
#include "ledger/history_store.h"
#include "ledger/record.h"
#include "ledger/site_records.h"

namespace pue::ledger {

struct LedgerEntry {
  std::uint64_t number = 0;
  std::string bytes;
};

class LedgerFile {
 public:
  /// Error: as open_ledger_reader.
  static Result<LedgerFile> open(const std::string& path);

  std::uint64_t size();
  std::optional<std::string> bytes(std::uint64_t number);
  /// How many entries there are up to the last one that was written at or before `time`.
  std::uint64_t size_at(UtcTime time);
  /// Those of a kind with a number in [from, to), by number.
  std::vector<LedgerEntry> of_kind(RecordKind kind, std::uint64_t from, std::uint64_t to);
  /// The number of version 1 of the last interval that begins at or before `time`; 0 without one.
  std::uint64_t last_interval_before(UtcTime time);
  /// Number of the entry of each version of the intervals that start within the period, by start
  /// and version.
  std::vector<std::uint64_t> interval_entries(const Period& period);

  /// When later versions of these intervals were written, with a number below `to`.
  std::vector<UtcTime> later_versions(const Period& period, std::uint64_t to);

  /// As they are stored, the evidence inflated; nothing when the detail was dropped.
  std::optional<std::string> energies(std::uint64_t number);
  Result<std::optional<std::string>> evidence(std::uint64_t number);
  /// What was last dropped by rule, as an entry with a number below `to` says; nothing without one.
  Result<std::optional<DroppedDetail>> dropped_detail(std::uint64_t to = all_entries);
  std::optional<std::string> configuration_text(const Hash& hash);
  std::optional<Hash> subtree(int level, std::uint64_t position);

  /// Over at most `size` entries, by rising size.
  std::vector<SignedCheckpoint> checkpoints(std::uint64_t from_size, std::uint64_t to_size);
  std::optional<SignedCheckpoint> newest_checkpoint(std::uint64_t at_most);
  Result<Inception> inception();
  /// Names by lasting number, "" where there is none.
  std::vector<std::string> meter_names();

  const std::string& path() const { return path_; }

 private:
  LedgerFile(std::string path, std::unique_ptr<SQLite::Database> database)
      : path_(std::move(path)), database_(std::move(database)) {}

  std::string path_;
  std::unique_ptr<SQLite::Database> database_;
};

}  // namespace pue::ledger
