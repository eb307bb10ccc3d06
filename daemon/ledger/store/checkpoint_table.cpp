#include "ledger/store/checkpoint_table.h"

#include <SQLiteCpp/Statement.h>

namespace pue::ledger {

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
  return SignedCheckpoint{static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                          select.getColumn(1).getString()};
}

}  // namespace pue::ledger
