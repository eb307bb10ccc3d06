#include "ledger/store/ledger_file.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "ledger/store/deflate.h"
#include "ledger/store/leaf_log.h"
#include "ledger/store/open_database.h"
#include "ledger/store/schema.h"
#include "ledger/store/sqlite_error.h"

namespace pue::ledger {
namespace {

std::int64_t number_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

std::optional<std::string> blob(SQLite::Database& database, const char* query,
                                std::uint64_t number) {
  SQLite::Statement select(database, query);
  select.bind(1, number_of(number));
  if (!select.executeStep() || select.getColumn(0).isNull()) return std::nullopt;
  return select.getColumn(0).getString();
}

}  // namespace

Result<LedgerFile> LedgerFile::open(const std::string& path) {
  return guarded(path, "cannot open", [&]() -> Result<LedgerFile> {
    auto database = open_to_read(path);
    if (auto known = check_schema(*database, path); !known) return known.error();
    return LedgerFile(path, std::move(database));
  });
}

std::uint64_t LedgerFile::size() { return leaf_count(*database_); }

std::optional<std::string> LedgerFile::bytes(std::uint64_t number) {
  return leaf_bytes(*database_, number);
}

// From the end: what was written last is what is mostly asked for. The clock may have been set, so
// it is not searched by halves.
std::uint64_t LedgerFile::size_at(UtcTime time) {
  SQLite::Statement select(*database_, "SELECT leaf, bytes FROM record ORDER BY leaf DESC");
  while (select.executeStep()) {
    const auto bytes = select.getColumn(1).getString();
    const auto record = open_record(bytes);
    if (record && record->written_at <= time)
      return static_cast<std::uint64_t>(select.getColumn(0).getInt64()) + 1;
  }
  return 0;
}

std::vector<LedgerEntry> LedgerFile::of_kind(RecordKind kind, std::uint64_t from,
                                             std::uint64_t to) {
  SQLite::Statement select(*database_,
                           fmt::format("SELECT leaf, bytes FROM record WHERE {} AND leaf >= ? AND "
                                       "leaf < ? ORDER BY leaf",
                                       is_of_kind(kind)));
  select.bind(1, number_of(from));
  select.bind(2, number_of(to));
  std::vector<LedgerEntry> entries;
  while (select.executeStep())
    entries.push_back({static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                       select.getColumn(1).getString()});
  return entries;
}

std::uint64_t LedgerFile::last_interval_before(UtcTime time) {
  SQLite::Statement select(*database_,
                           "SELECT leaf FROM interval WHERE start_ns <= ? AND version = 1 "
                           "ORDER BY start_ns DESC LIMIT 1");
  select.bind(1, nanoseconds(time));
  if (!select.executeStep()) return 0;
  return static_cast<std::uint64_t>(select.getColumn(0).getInt64());
}

std::vector<std::uint64_t> LedgerFile::interval_entries(const Period& period) {
  SQLite::Statement select(*database_,
                           "SELECT leaf FROM interval WHERE start_ns >= ? AND start_ns < ? "
                           "ORDER BY start_ns, version");
  select.bind(1, nanoseconds(period.start));
  select.bind(2, nanoseconds(period.end));
  std::vector<std::uint64_t> numbers;
  while (select.executeStep())
    numbers.push_back(static_cast<std::uint64_t>(select.getColumn(0).getInt64()));
  return numbers;
}

std::vector<UtcTime> LedgerFile::later_versions(const Period& period, std::uint64_t to) {
  SQLite::Statement select(*database_,
                           "SELECT bytes FROM interval JOIN record USING(leaf) WHERE version > 1 "
                           "AND start_ns >= ? AND start_ns < ? AND leaf < ? ORDER BY leaf");
  select.bind(1, nanoseconds(period.start));
  select.bind(2, nanoseconds(period.end));
  select.bind(3, number_of(to));
  std::vector<UtcTime> times;
  while (select.executeStep()) {
    const auto bytes = select.getColumn(0).getString();
    if (const auto record = open_record(bytes)) times.push_back(record->written_at);
  }
  return times;
}

std::optional<std::string> LedgerFile::energies(std::uint64_t number) {
  return blob(*database_, "SELECT bytes FROM energies WHERE leaf = ?", number);
}

Result<std::optional<std::string>> LedgerFile::evidence(std::uint64_t number) {
  const auto deflated = blob(*database_, "SELECT deflated FROM evidence WHERE leaf = ?", number);
  if (!deflated) return std::optional<std::string>{};
  auto bytes = inflate(*deflated);
  if (!bytes) return damaged_ledger(path_, "its evidence: " + bytes.error().message);
  return std::optional(*std::move(bytes));
}

Result<std::optional<DroppedDetail>> LedgerFile::dropped_detail(std::uint64_t to) {
  const auto all = of_kind(RecordKind::detail_dropped, 0, to);
  if (all.empty()) return std::optional<DroppedDetail>{};
  const auto record = open_record(all.back().bytes);
  auto entry = record ? decode_dropped_detail(record->body) : record.error();
  if (!entry) return damaged_ledger(path_, entry.error().message);
  return std::optional(*entry);
}

std::optional<std::string> LedgerFile::configuration_text(const Hash& hash) {
  SQLite::Statement select(*database_, "SELECT text FROM configuration_text WHERE hash = ?");
  select.bindNoCopy(1, hash.data(), static_cast<int>(hash.size()));
  if (!select.executeStep()) return std::nullopt;
  return select.getColumn(0).getString();
}

std::optional<Hash> LedgerFile::subtree(int level, std::uint64_t position) {
  const auto hash = subtree_hashes(*database_)(level, position);
  return hash ? std::optional(*hash) : std::nullopt;
}

std::vector<SignedCheckpoint> LedgerFile::checkpoints(std::uint64_t from_size,
                                                      std::uint64_t to_size) {
  SQLite::Statement select(
      *database_, "SELECT size, text FROM checkpoint WHERE size >= ? AND size <= ? ORDER BY size");
  select.bind(1, number_of(from_size));
  select.bind(2, number_of(to_size));
  std::vector<SignedCheckpoint> notes;
  while (select.executeStep())
    notes.push_back({static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                     select.getColumn(1).getString()});
  return notes;
}

std::optional<SignedCheckpoint> LedgerFile::newest_checkpoint(std::uint64_t at_most) {
  SQLite::Statement select(
      *database_, "SELECT size, text FROM checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1");
  select.bind(1, number_of(at_most));
  if (!select.executeStep()) return std::nullopt;
  return SignedCheckpoint{static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                          select.getColumn(1).getString()};
}

Result<Inception> LedgerFile::inception() {
  const auto first = bytes(0).value_or("");
  const auto record = open_record(first);
  if (!record || record->kind != RecordKind::inception)
    return damaged_ledger(path_, "its first entry is no inception");
  return decode_inception(record->body);
}

std::vector<std::string> LedgerFile::meter_names() {
  SQLite::Statement select(*database_, "SELECT id, name FROM meters ORDER BY id");
  std::vector<std::string> names;
  while (select.executeStep()) {
    const auto number = static_cast<std::size_t>(select.getColumn(0).getInt64());
    if (names.size() <= number) names.resize(number + 1);
    names[number] = select.getColumn(1).getString();
  }
  return names;
}

}  // namespace pue::ledger
