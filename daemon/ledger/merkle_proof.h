// Proofs about the Merkle tree of merkle_tree.h: that a leaf is in it, and that a later tree only
// added to an earlier one (RFC 6962, sections 2.1.1 and 2.1.2). That a tree head is the operator's
// is not proven here but by a checkpoint's signature.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "ledger/merkle_tree.h"

namespace pue::ledger {

using MerkleProof = std::vector<Hash>;

/// The hash of the complete subtree (level, index), as `MerkleFrontier::append` told it. An error
/// ends the proof and is passed on.
using SubtreeHash = std::function<Result<Hash>(int level, std::uint64_t index)>;

/// The root of the first `size` leaves, in O(log n) calls of `hash_of`.
Result<Hash> root_at(std::uint64_t size, const SubtreeHash& hash_of);

/// PATH(index, D[size]), O(log n) calls of `hash_of`. Error: index is not below size.
Result<MerkleProof> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                    const SubtreeHash& hash_of);

/// PROOF(size1, D[size2]), O(log n) calls of `hash_of`; empty where nothing needs proof: size1 is 0
/// or size2. Error: size1 is beyond size2.
Result<MerkleProof> consistency_proof(std::uint64_t size1, std::uint64_t size2,
                                      const SubtreeHash& hash_of);

/// RFC 9162, section 2.1.3.2. Size and root must be of one trusted head: a proof may fit the same
/// root with another size. Error: why the proof fails.
Result<void> verify_inclusion(const Hash& leaf, std::uint64_t index, const TreeHead& tree,
                              std::span<const Hash> proof);

/// RFC 9162, section 2.1.4.2. Beyond it: an empty tree (with its proper root) is the beginning of
/// every tree, and equal trees need no proof. Error: why the proof fails.
Result<void> verify_consistency(const TreeHead& older, const TreeHead& newer,
                                std::span<const Hash> proof);

}  // namespace pue::ledger
