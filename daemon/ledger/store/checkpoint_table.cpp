#include "ledger/store/checkpoint_table.h"

#include <SQLiteCpp/Statement.h>

namespace pue::ledger {
namespace {

constexpr int checkpoints_per_read = 1000;

SignedCheckpoint row_of(SQLite::Statement& select) {
  return {static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
          select.getColumn(1).getString()};
}

}  // namespace

Result<void> Checkpoints::sign_if_due(SQLite::Database& database, const TreeHead& tree,
                                      UtcTime now) {
  const auto hour = floor_to(now, checkpoint_every);
  if (last_ && floor_to(*last_, checkpoint_every) >= hour) return {};
  return sign(database, tree, now);
}

Result<void> Checkpoints::sign(SQLite::Database& database, const TreeHead& tree, UtcTime now) {
  const auto note = ledger::sign(Checkpoint{origin_, tree, {time_line(now)}}, *key_);
  if (!note) return note.error();
  SQLite::Statement insert(database, "INSERT INTO checkpoint VALUES(?, ?) ON CONFLICT DO NOTHING");
  insert.bind(1, static_cast<std::int64_t>(tree.size));
  insert.bindNoCopy(2, *note);
  insert.exec();
  last_ = now;
  return {};
}

std::optional<SignedCheckpoint> last_checkpoint(SQLite::Database& database) {
  SQLite::Statement select(database,
                           "SELECT size, text FROM checkpoint ORDER BY size DESC LIMIT 1");
  if (!select.executeStep()) return std::nullopt;
  return row_of(select);
}

std::vector<SignedCheckpoint> checkpoints_after(SQLite::Database& database, std::uint64_t entries) {
  SQLite::Statement select(
      database, "SELECT size, text FROM checkpoint WHERE size > ? ORDER BY size LIMIT ?");
  select.bind(1, static_cast<std::int64_t>(entries));
  select.bind(2, checkpoints_per_read);
  std::vector<SignedCheckpoint> notes;
  while (select.executeStep()) notes.push_back(row_of(select));
  return notes;
}

}  // namespace pue::ledger
