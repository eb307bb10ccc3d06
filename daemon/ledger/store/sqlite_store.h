// The history of a site in one SQLite file: one writing process at a time, any number of readers.
// Not tamper-evident, and never to be copied as a file while a daemon runs.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ledger/history_store.h"

namespace pue::ledger {

enum class StoreMode : std::uint8_t {
  write,  // the daemon, replay: creates the file, claims it alone, enters new meters and facts
  read,   // puectl, the page: never changes anything; commit is an error
};

/// Opens the ledger for the meters of `identity`, in their order. Error, with path and remedy: the
/// file cannot be opened, is not a ledger, is of another site or a newer version, is damaged, or
/// (to write) another process writes it.
Result<std::unique_ptr<HistoryStore>> open_sqlite_store(const std::string& path,
                                                        const StoreIdentity& identity,
                                                        StoreMode mode);

/// What a reader without a configuration needs to know first.
struct StoreFacts {
  StoreIdentity identity;        // all meters ever known
  std::optional<Period> extent;  // start of the first to end of the last interval; absent if empty
};
/// Error: as open_sqlite_store.
Result<StoreFacts> read_store_facts(const std::string& path);

}  // namespace pue::ledger
