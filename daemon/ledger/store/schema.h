// The tables of a ledger file, and whose ledger it is: made once, checked at every opening.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/history_store.h"

namespace pue::ledger {

inline constexpr std::int32_t ledger_application_id = 0x70756564;  // "pued"
inline constexpr std::int32_t ledger_schema_version = 2;

/// Makes the tables in a file that is new or empty. Error: it holds something else already.
/// Throws SQLite::Exception, as all functions here.
Result<void> create_tables_if_empty(SQLite::Database& database, const std::string& path);

/// Error: not a pued ledger, or one of a newer version of the program; with the remedy.
Result<void> check_schema(SQLite::Database& database, const std::string& path);

/// Meters by their lasting number, rising: every meter that the store has ever known.
StoreIdentity stored_identity(SQLite::Database& database);

/// Enters the facts of `identity` and the names that are new; nothing is ever taken out. Error: the
/// ledger belongs to another site.
Result<void> record_identity(SQLite::Database& database, const std::string& path,
                             const StoreIdentity& identity);

/// The lasting number of a meter, by name; absent for one that the store has never known.
std::vector<std::optional<std::uint32_t>> meter_numbers(SQLite::Database& database,
                                                        const std::vector<std::string>& names);

}  // namespace pue::ledger
