#include "ledger/store/leaf_log.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>

#include "ledger/store/sqlite_error.h"

namespace pue::ledger {
namespace {

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::optional<Hash> stored_hash(SQLite::Database& database, int level, std::uint64_t index) {
  SQLite::Statement select(database, "SELECT hash FROM subtree WHERE level = ? AND position = ?");
  select.bind(1, level);
  select.bind(2, number(index));
  if (!select.executeStep()) return std::nullopt;
  const auto column = select.getColumn(0);
  Hash hash{};
  if (column.getBytes() != static_cast<int>(hash.size())) return std::nullopt;
  const auto* bytes = static_cast<const std::uint8_t*>(column.getBlob());
  std::copy_n(bytes, hash.size(), hash.begin());
  return hash;
}

}  // namespace

Result<LeafLog> LeafLog::resume(SQLite::Database& database, const std::string& path) {
  const auto size = leaf_count(database);
  std::vector<Hash> subtrees;
  std::uint64_t covered = 0;
  for (int level = 63; level >= 0; --level) {
    if (!(size >> level & 1)) continue;
    const auto hash = stored_hash(database, level, covered >> level);
    if (!hash) return damaged_ledger(path, "a hash of its tree is missing");
    subtrees.push_back(*hash);
    covered += std::uint64_t{1} << level;
  }
  auto frontier = MerkleFrontier::resume(size, std::move(subtrees));
  if (!frontier) return damaged_ledger(path, frontier.error().message);
  LeafLog log;
  log.frontier_ = std::move(*frontier);
  return log;
}

std::uint64_t LeafLog::append(SQLite::Database& database, RecordKind kind, UtcTime written_at,
                              std::string_view body) {
  const auto leaf = frontier_.size();
  const auto bytes = seal(kind, written_at, body);
  SQLite::Statement insert(database, "INSERT INTO record VALUES(?, ?, ?)");
  insert.bind(1, number(leaf));
  insert.bind(2, static_cast<int>(kind));
  insert.bindNoCopy(3, bytes.data(), static_cast<int>(bytes.size()));
  insert.exec();
  SQLite::Statement keep(database, "INSERT INTO subtree VALUES(?, ?, ?)");
  for (const auto& subtree : frontier_.append(hash_leaf(bytes))) {
    keep.bind(1, subtree.level);
    keep.bind(2, number(subtree.index));
    keep.bindNoCopy(3, subtree.hash.data(), static_cast<int>(subtree.hash.size()));
    keep.exec();
    keep.reset();
  }
  return leaf;
}

std::uint64_t leaf_count(SQLite::Database& database) {
  const auto count = database.execAndGet("SELECT coalesce(max(leaf) + 1, 0) FROM record");
  return static_cast<std::uint64_t>(count.getInt64());
}

std::optional<std::string> leaf_bytes(SQLite::Database& database, std::uint64_t leaf) {
  SQLite::Statement select(database, "SELECT bytes FROM record WHERE leaf = ?");
  select.bind(1, number(leaf));
  if (!select.executeStep()) return std::nullopt;
  return select.getColumn(0).getString();
}

std::string is_of_kind(RecordKind kind) {
  const auto condition = fmt::format("kind = {}", static_cast<int>(kind));
  if (kind == RecordKind::interval) return condition;
  // SQLite takes a partial index only where its own condition stands in the query.
  return condition + " AND kind <> 3";
}

std::optional<std::pair<std::uint64_t, std::string>> last_of_kind(SQLite::Database& database,
                                                                  RecordKind kind) {
  SQLite::Statement select(database,
                           fmt::format("SELECT leaf, bytes FROM record WHERE {} ORDER BY leaf DESC "
                                       "LIMIT 1",
                                       is_of_kind(kind)));
  if (!select.executeStep()) return std::nullopt;
  return std::pair{static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                   select.getColumn(1).getString()};
}

SubtreeHash subtree_hashes(SQLite::Database& database) {
  return [&database](int level, std::uint64_t index) -> Result<Hash> {
    if (const auto hash = stored_hash(database, level, index)) return *hash;
    return Error{fmt::format("the hash of the tree's level {}, {} is missing", level, index)};
  };
}

}  // namespace pue::ledger
