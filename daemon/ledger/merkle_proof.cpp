#include "ledger/merkle_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace pue::ledger {
namespace {

/// The leaves [begin, begin + count); begin is a multiple of each power of two up to count.
struct Leaves {
  std::uint64_t begin = 0;
  std::uint64_t count = 0;

  /// RFC 6962: k is the largest power of two smaller than n.
  std::uint64_t left_count() const { return std::bit_floor(count - 1); }
  Leaves left() const { return {begin, left_count()}; }
  Leaves right() const { return {begin + left_count(), count - left_count()}; }
};

/// MTH(D[begin:begin + count]), composed of its complete subtrees.
Result<Hash> root_of(Leaves leaves, const SubtreeHash& hash_of) {
  std::vector<Hash> subtrees;
  while (leaves.count > 0) {
    const int level = static_cast<int>(std::bit_width(leaves.count)) - 1;
    const auto hash = hash_of(level, leaves.begin >> level);
    if (!hash) return hash.error();
    subtrees.push_back(*hash);
    leaves.begin += std::uint64_t{1} << level;
    leaves.count -= std::uint64_t{1} << level;
  }
  return root_over(subtrees);
}

/// The roots of `parts`, last first: proofs run from the leaf upwards, parts are found downwards.
Result<MerkleProof> roots_upwards(const std::vector<Leaves>& parts, const SubtreeHash& hash_of) {
  MerkleProof proof;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const auto root = root_of(*part, hash_of);
    if (!root) return root.error();
    proof.push_back(*root);
  }
  return proof;
}

/// A node's place in its level, beside the last place of that level; both move up together.
struct Place {
  std::uint64_t index = 0;
  std::uint64_t last = 0;

  bool is_right() const { return index % 2 == 1; }
  void up() {
    index /= 2;
    last /= 2;
  }
  /// Moves up past the levels on which a node at the tree's right edge has no sibling.
  void up_to_right_node() {
    while (!is_right() && index != 0) up();
  }
};

Error too_long() { return Error{"the proof has more hashes than the tree has levels"}; }
Error too_short() { return Error{"the proof has fewer hashes than the tree needs"}; }

/// RFC 9162, section 2.1.4.2, steps 3 to 7, for sizes 0 < older < newer; `path` is not empty.
Result<void> climb(const TreeHead& older, const TreeHead& newer, std::span<const Hash> path) {
  Place place{older.size - 1, newer.size - 1};
  while (place.is_right()) place.up();
  Hash older_root = path.front();
  Hash newer_root = path.front();
  for (const auto& hash : path.subspan(1)) {
    if (place.last == 0) return too_long();
    if (place.is_right() || place.index == place.last) {
      older_root = hash_nodes(hash, older_root);
      newer_root = hash_nodes(hash, newer_root);
      place.up_to_right_node();
    } else {
      newer_root = hash_nodes(newer_root, hash);
    }
    place.up();
  }
  if (place.last != 0) return too_short();
  if (older_root != older.root) return Error{"the proof does not lead to the older root"};
  if (newer_root != newer.root) return Error{"the proof does not lead to the newer root"};
  return {};
}

}  // namespace

Result<Hash> root_at(std::uint64_t size, const SubtreeHash& hash_of) {
  return root_of({0, size}, hash_of);
}

Result<MerkleProof> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                    const SubtreeHash& hash_of) {
  if (index >= size) return Error{fmt::format("leaf {} is not in a tree of {}", index, size)};
  std::vector<Leaves> siblings;
  for (Leaves around{0, size}; around.count > 1;) {
    const bool in_left = index < around.right().begin;
    siblings.push_back(in_left ? around.right() : around.left());
    around = in_left ? around.left() : around.right();
  }
  return roots_upwards(siblings, hash_of);
}

Result<MerkleProof> consistency_proof(std::uint64_t size1, std::uint64_t size2,
                                      const SubtreeHash& hash_of) {
  if (size1 > size2)
    return Error{fmt::format("a tree of {} is no beginning of one of {}", size1, size2)};
  std::vector<Leaves> parts;
  if (size1 == 0) return MerkleProof{};
  // Down to the node whose leaves end where the older tree ends.
  Leaves around{0, size2};
  while (around.begin + around.count != size1) {
    const bool ends_in_left = size1 <= around.right().begin;
    parts.push_back(ends_in_left ? around.right() : around.left());
    around = ends_in_left ? around.left() : around.right();
  }
  // RFC 6962's SUBPROOF with b = true: who verifies has the older root already.
  if (around.begin != 0) parts.push_back(around);
  return roots_upwards(parts, hash_of);
}

Result<void> verify_inclusion(const Hash& leaf, std::uint64_t index, const TreeHead& tree,
                              std::span<const Hash> proof) {
  if (index >= tree.size)
    return Error{fmt::format("leaf {} is not in a tree of {}", index, tree.size)};
  Place place{index, tree.size - 1};
  Hash root = leaf;
  for (const auto& sibling : proof) {
    if (place.last == 0) return too_long();
    if (place.is_right() || place.index == place.last) {
      root = hash_nodes(sibling, root);
      place.up_to_right_node();
    } else {
      root = hash_nodes(root, sibling);
    }
    place.up();
  }
  if (place.last != 0) return too_short();
  if (root != tree.root) return Error{"the proof does not lead to the tree's root"};
  return {};
}

Result<void> verify_consistency(const TreeHead& older, const TreeHead& newer,
                                std::span<const Hash> proof) {
  if (older.size > newer.size)
    return Error{fmt::format("a tree of {} is no beginning of one of {}", older.size, newer.size)};
  if (older.size == 0 || older.size == newer.size) {
    if (!proof.empty()) return too_long();
    if (older.size == newer.size && older.root != newer.root)
      return Error{"trees of one size have different roots"};
    if (older.size == 0 && older.root != sha256(""))
      return Error{"the root of an empty tree is not the hash of nothing"};
    return {};
  }
  if (proof.empty()) return too_short();
  // The older tree may be one complete subtree: then its root begins the path.
  std::vector<Hash> path(proof.begin(), proof.end());
  if (std::has_single_bit(older.size)) path.insert(path.begin(), older.root);
  return climb(older, newer, path);
}

}  // namespace pue::ledger
