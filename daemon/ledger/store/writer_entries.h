// What a writer enters when it opens a ledger: the site's inception into a new one, the
// configuration in force when it is another than before, events that are new, and its own start;
// and steps and states of the clock, each once.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "base/result.h"
#include "ledger/store/checkpoint_table.h"
#include "ledger/store/leaf_log.h"
#include "ledger/store/sqlite_store.h"

namespace pue::ledger {

/// The name under which a site signs: its own, with what a key name cannot hold replaced by "_".
std::string key_name_of(const std::string& site);

/// Reads only. Error: the ledger was begun with another key.
Result<void> check_key(SQLite::Database& database, const std::string& path, const Writer& writer);

/// Signs on from the newest checkpoint. Reads only.
Checkpoints checkpoints_of(SQLite::Database& database, const StoreIdentity& identity,
                           const Writer& writer);

/// Within the caller's transaction.
void enter_writer(SQLite::Database& database, LeafLog& log, const StoreIdentity& identity,
                  const Writer& writer);

/// Those of a state that are new: a commit may be repeated that took place. Within the caller's
/// transaction.
void enter_seen(SQLite::Database& database, LeafLog& log, const StoredState& state);

}  // namespace pue::ledger
