// The Merkle tree over the ledger's records, RFC 6962, section 2.1: append-only, by its frontier.
// It keeps neither records nor leaf hashes, and makes no proofs (merkle_proof.h).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/sha256.h"

namespace pue::ledger {

/// SHA-256(0x00 ‖ record).
Hash hash_leaf(std::string_view record);
/// SHA-256(0x01 ‖ left ‖ right): no record has the hash of a node.
Hash hash_nodes(const Hash& left, const Hash& right);

/// What stands for a whole tree. A root without its size proves nothing about the number of leaves.
struct TreeHead {
  std::uint64_t size = 0;  // leaves
  Hash root{};
  bool operator==(const TreeHead&) const = default;
};

/// The complete subtree over the 2^level leaves from index · 2^level on; level 0 is a leaf.
struct Subtree {
  int level = 0;
  std::uint64_t index = 0;
  Hash hash{};
  bool operator==(const Subtree&) const = default;
};

/// The tree's right edge, all that appending needs: the largest complete subtrees from left to
/// right, one for each bit of the size. A value: keep a copy to undo an append.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;

  /// Goes on with a tree of `size` leaves after a restart; `subtrees` as `subtrees()` gave them.
  /// Error: their number does not belong to this size.
  static Result<MerkleFrontier> resume(std::uint64_t size, std::vector<Hash> subtrees);

  /// Appends one leaf hash. Returns the complete subtrees that came into being, the leaf first,
  /// each half of the next; a store that keeps them makes proofs in O(log n). There never is
  /// another hash for the same level and index.
  std::vector<Subtree> append(const Hash& leaf);

  /// Appends a complete subtree whose leaves are not at hand. Error: the tree's size is no multiple
  /// of the subtree's, so that it cannot begin here.
  Result<void> append(int level, const Hash& hash);

  std::uint64_t size() const { return size_; }
  /// O(log n). Of the empty tree: SHA-256 of nothing.
  Hash root() const;
  TreeHead head() const { return {size_, root()}; }
  /// From the largest to the smallest: one for each 1 of the size in binary.
  std::span<const Hash> subtrees() const { return subtrees_; }

  bool operator==(const MerkleFrontier&) const = default;

 private:
  std::vector<Subtree> join(const Subtree& part);

  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

/// The root over complete subtrees of falling size, as in a frontier. Of none: SHA-256 of nothing.
Hash root_over(std::span<const Hash> subtrees);

}  // namespace pue::ledger
