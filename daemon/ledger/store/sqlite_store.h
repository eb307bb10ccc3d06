// The ledger of a site in one SQLite file: one writing process at a time, any number of readers.
// What it holds is proven by its Merkle tree and signed checkpoints; what a person with write
// access does to the end of the file after the last checkpoint that left the machine is not. It is
// never to be copied as a file while a daemon runs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/configuration_record.h"
#include "ledger/history_store.h"
#include "ledger/site_records.h"

namespace pue::ledger {

/// Who writes, and under which configuration.
struct Writer {
  const SigningKey* key = nullptr;  // outlives the store
  std::string version;              // of pued
  UtcTime now;
  Duration interval = std::chrono::minutes{15};
  std::string configuration_file = {};
  std::string configuration_text = {};
  /// Fills in meters and sums, by the meters' lasting numbers (configuration_record.h).
  std::function<void(ConfigurationEntry&, const std::vector<std::uint32_t>&)> describe = {};
  /// Of the site: when a local day or month has closed, what it came to is entered. Absent: never.
  std::optional<Zone> zone = {};
  std::vector<EventEntry> events = {};  // what people did to meters; those that are new are entered
  std::optional<Import> import = {};    // instead of a start
  /// Local calendar years before the current one whose detail is kept (detail_retention.h); needs
  /// `zone`. Absent: all of it is kept.
  std::optional<std::uint64_t> detail_years = {};
  bool monitors = true;  // false: no start is entered, who writes only corrects
};

/// Opens the ledger for the meters of `identity`, in their order: creates the file, claims it
/// alone, enters what is new: the site's inception, the configuration, the start. Error, with path
/// and remedy: the file cannot be opened, is not a ledger, is of another site, key or version, is
/// damaged, or another process writes it.
Result<std::unique_ptr<HistoryStore>> open_ledger_writer(const std::string& path,
                                                         const StoreIdentity& identity,
                                                         const Writer& writer);

/// For readers: never changes anything; commit is an error. `entries`: intervals are told as they
/// were known when the ledger had so many.
Result<std::unique_ptr<HistoryStore>> open_ledger_reader(const std::string& path,
                                                         const StoreIdentity& identity,
                                                         std::uint64_t entries = all_entries);

/// What a reader without a configuration needs to know first.
struct StoreFacts {
  StoreIdentity identity;        // all meters ever known
  std::optional<Period> extent;  // start of the first to end of the last interval; absent if empty
};
/// Error: as open_ledger_reader.
Result<StoreFacts> read_store_facts(const std::string& path);

}  // namespace pue::ledger
