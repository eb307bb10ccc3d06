#include "ledger/store/schema.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <unordered_set>

namespace pue::ledger {
namespace {

// `record` is the ledger; the other tables are found again from it, but for the detail that it
// names by hash (energies, evidence, text) and the signatures (checkpoint).
constexpr const char* tables = R"sql(
CREATE TABLE site(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  min_it_power_w REAL,
  in_service INTEGER              -- local date as YYYYMMDD
) STRICT;
CREATE TABLE meters(
  id INTEGER PRIMARY KEY,         -- the lasting number
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE record(
  leaf INTEGER PRIMARY KEY,       -- from 0, without gaps
  kind INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX record_kind ON record(kind, leaf) WHERE kind <> 3;
CREATE TABLE subtree(             -- complete subtrees of the Merkle tree
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY(level, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE interval(
  start_ns INTEGER NOT NULL,      -- UTC, nanoseconds since 1970
  version INTEGER NOT NULL,       -- the newest of one start is in force
  end_ns INTEGER NOT NULL,
  leaf INTEGER NOT NULL,
  PRIMARY KEY(start_ns, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE energies(
  leaf INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE evidence(
  leaf INTEGER PRIMARY KEY,
  deflated BLOB NOT NULL
) STRICT;
CREATE TABLE configuration_text(
  hash BLOB PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint(
  size INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE state(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  saved_at_ns INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
)sql";

std::int64_t scalar(SQLite::Database& database, const char* query) {
  return database.execAndGet(query).getInt64();
}

int packed(std::chrono::year_month_day day) {
  return static_cast<int>(day.year()) * 10'000 + static_cast<int>(unsigned(day.month())) * 100 +
         static_cast<int>(unsigned(day.day()));
}

std::chrono::year_month_day unpacked(int date) {
  return std::chrono::year_month_day{std::chrono::year{date / 10'000},
                                     std::chrono::month(static_cast<unsigned>(date / 100 % 100)),
                                     std::chrono::day(static_cast<unsigned>(date % 100))};
}

void write_site(SQLite::Database& database, const StoreIdentity& identity) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO site VALUES(1, ?, ?, ?, ?)");
  insert.bind(1, identity.site);
  insert.bind(2, identity.zone);
  if (identity.min_it_power) insert.bind(3, identity.min_it_power->value);
  if (identity.in_service) insert.bind(4, packed(*identity.in_service));
  insert.exec();
}

void add_new_meters(SQLite::Database& database, const std::vector<std::string>& names) {
  SQLite::Statement insert(database, "INSERT OR IGNORE INTO meters(name) VALUES(?)");
  for (const auto& name : names) {
    insert.bind(1, name);
    insert.exec();
    insert.reset();
  }
}

/// `wanted` with the names in the stored order; equal to the stored one: nothing to write.
bool holds(const StoreIdentity& stored, const StoreIdentity& wanted) {
  auto facts = wanted;
  facts.meters = stored.meters;
  if (!(facts == stored)) return false;
  const std::unordered_set<std::string> known(stored.meters.begin(), stored.meters.end());
  for (const auto& name : wanted.meters) {
    if (!known.contains(name)) return false;
  }
  return true;
}

}  // namespace

Result<void> create_tables_if_empty(SQLite::Database& database, const std::string& path) {
  if (scalar(database, "SELECT count(*) FROM sqlite_schema") != 0) return {};
  if (scalar(database, "PRAGMA application_id") != 0 ||
      scalar(database, "PRAGMA user_version") != 0) {
    return check_schema(database, path);
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
  database.exec(tables);
  database.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                            ledger_application_id, ledger_schema_version));
  transaction.commit();
  return {};
}

Result<void> check_schema(SQLite::Database& database, const std::string& path) {
  if (scalar(database, "PRAGMA application_id") != ledger_application_id) {
    return Error{
        fmt::format("ledger {}: this is not a pued ledger; check ledger.path, or move the "
                    "file away",
                    path)};
  }
  const auto version = scalar(database, "PRAGMA user_version");
  if (version < ledger_schema_version) {
    return Error{
        fmt::format("ledger {}: its form {} is from before entries were signed; keep the file, and "
                    "fill a new one from recorded readings: puectl replay CONFIG READINGS.csv "
                    "--ledger NEW",
                    path, version)};
  }
  if (version != ledger_schema_version) {
    return Error{
        fmt::format("ledger {}: its form {} is not known to this version (which knows {}); "
                    "it was written by another version of pued: install that or a newer one",
                    path, version, ledger_schema_version)};
  }
  return {};
}

StoreIdentity stored_identity(SQLite::Database& database) {
  StoreIdentity identity;
  SQLite::Statement site(database, "SELECT name, zone, min_it_power_w, in_service FROM site");
  if (site.executeStep()) {
    identity.site = site.getColumn(0).getString();
    identity.zone = site.getColumn(1).getString();
    if (!site.isColumnNull(2)) identity.min_it_power = Watts{site.getColumn(2).getDouble()};
    if (!site.isColumnNull(3)) identity.in_service = unpacked(site.getColumn(3).getInt());
  }
  SQLite::Statement meters(database, "SELECT name FROM meters ORDER BY id");
  while (meters.executeStep()) identity.meters.push_back(meters.getColumn(0).getString());
  return identity;
}

Result<void> record_identity(SQLite::Database& database, const std::string& path,
                             const StoreIdentity& identity) {
  const auto stored = stored_identity(database);
  if (!stored.site.empty() && stored.site != identity.site) {
    return Error{
        fmt::format("ledger {}: it belongs to site \"{}\", not \"{}\"; give this site a "
                    "ledger path of its own",
                    path, stored.site, identity.site)};
  }
  if (holds(stored, identity)) return {};
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  write_site(database, identity);
  add_new_meters(database, identity.meters);
  transaction.commit();
  return {};
}

std::vector<std::optional<std::uint32_t>> meter_numbers(SQLite::Database& database,
                                                        const std::vector<std::string>& names) {
  std::vector<std::optional<std::uint32_t>> numbers;
  numbers.reserve(names.size());
  SQLite::Statement find(database, "SELECT id FROM meters WHERE name = ?");
  for (const auto& name : names) {
    find.bind(1, name);
    numbers.push_back(std::nullopt);
    if (find.executeStep()) numbers.back() = find.getColumn(0).getUInt();
    find.reset();
  }
  return numbers;
}

}  // namespace pue::ledger
