#include "ledger/store/open_database.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace pue::ledger {
namespace {

// Readers hold their transactions under 50 ms; a commit of a large replay may take seconds.
constexpr int busy_timeout_ms = 10'000;

/// Looks at the file for the first time: a damaged one or one with a hot journal fails here.
void touch(SQLite::Database& database) {
  database.execAndGet("SELECT count(*) FROM sqlite_schema");
}

}  // namespace

std::unique_ptr<SQLite::Database> open_to_write(const std::string& path) {
  auto database = std::make_unique<SQLite::Database>(
      path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
  touch(*database);
  // Not WAL: its reset bug (3.7.0 to 3.51.2) is in Debian 12's SQLite, and we commit rarely.
  database->execAndGet("PRAGMA journal_mode = TRUNCATE");
  database->exec("PRAGMA synchronous = FULL");
  return database;
}

std::unique_ptr<SQLite::Database> open_to_read(const std::string& path) {
  try {
    auto database =
        std::make_unique<SQLite::Database>(path, SQLite::OPEN_READONLY, busy_timeout_ms);
    touch(*database);
    return database;
  } catch (const SQLite::Exception& error) {
    if (error.getExtendedErrorCode() != SQLITE_READONLY_ROLLBACK) throw;
  }
  auto database = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE, busy_timeout_ms);
  touch(*database);
  database->exec("PRAGMA query_only = 1");
  return database;
}

}  // namespace pue::ledger
