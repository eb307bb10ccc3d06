// Signed checkpoints in a ledger file: one each hour and at a clean end. It signs what it is told
// of the tree; that trees only grow is the log's.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/history_store.h"

namespace pue::ledger {

inline constexpr auto checkpoint_every = std::chrono::hours{1};

class Checkpoints {
 public:
  /// `key` outlives it. `last`: when the newest stored one was signed.
  Checkpoints(const SigningKey& key, std::string origin, std::optional<UtcTime> last)
      : key_(&key), origin_(std::move(origin)), last_(last) {}

  /// Signs unless one of this hour is there.
  Result<void> sign_if_due(SQLite::Database& database, const TreeHead& tree, UtcTime now);
  /// Signs in any case; one over the same size is replaced by none.
  Result<void> sign(SQLite::Database& database, const TreeHead& tree, UtcTime now);

 private:
  const SigningKey* key_;
  std::string origin_;
  std::optional<UtcTime> last_;
};

/// The note over the most entries.
std::optional<SignedCheckpoint> last_checkpoint(SQLite::Database& database);

/// As HistoryStore::checkpoints.
std::vector<SignedCheckpoint> checkpoints_after(SQLite::Database& database, std::uint64_t entries);

}  // namespace pue::ledger
