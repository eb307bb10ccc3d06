// The entries of a ledger file in their order, and the Merkle tree over them: appending within the
// caller's transaction, reading, proofs. It knows no kinds of entries.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "ledger/merkle_proof.h"
#include "ledger/merkle_tree.h"
#include "ledger/record.h"

namespace pue::ledger {

/// A value: a copy is kept while a transaction may still fail.
class LeafLog {
 public:
  /// Goes on where the file ends. Error: its tree does not belong to its entries.
  static Result<LeafLog> resume(SQLite::Database& database, const std::string& path);

  /// Seals and appends an entry; the number of its leaf, from 0 on.
  std::uint64_t append(SQLite::Database& database, RecordKind kind, UtcTime written_at,
                       std::string_view body);
  std::uint64_t size() const { return frontier_.size(); }
  TreeHead head() const { return frontier_.head(); }

 private:
  MerkleFrontier frontier_;
};

std::uint64_t leaf_count(SQLite::Database& database);
/// The bytes of a leaf; nothing when there is none with that number.
std::optional<std::string> leaf_bytes(SQLite::Database& database, std::uint64_t leaf);
/// "kind = 6 …" for a query of `record`, so that its index of the rare kinds is used.
std::string is_of_kind(RecordKind kind);
/// The newest entry of a kind: number and bytes.
std::optional<std::pair<std::uint64_t, std::string>> last_of_kind(SQLite::Database& database,
                                                                  RecordKind kind);
/// For proofs: the stored hashes of complete subtrees. Valid as long as `database`.
SubtreeHash subtree_hashes(SQLite::Database& database);

}  // namespace pue::ledger
