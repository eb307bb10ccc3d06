// The proof that an entry is in the ledger under a signed checkpoint, as JSON. It proves nothing
// itself: who reads it computes the root from the entry and compares it with the checkpoint's.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "ledger/merkle_proof.h"

namespace pue::api {

struct EntryProof {
  std::uint64_t entry = 0;      // its number, from 0
  std::string bytes;            // its own
  std::uint64_t tree_size = 0;  // of the checkpoint
  ledger::MerkleProof path;     // RFC 6962, 2.1.1
  std::string checkpoint;       // the signed note
};

/// {"entry", "bytes", "leaf_hash", "tree_size", "path", "checkpoint"}; bytes and hashes in Base64,
/// as the root in a checkpoint.
boost::json::object proof(const EntryProof& proof);

}  // namespace pue::api
