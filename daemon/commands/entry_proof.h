// The proof of one entry of a ledger in its newest checkpoint. It reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "exporters/api/proof.h"

namespace pue::commands {

/// Nothing when no checkpoint covers the entry yet. Error: the ledger cannot be read, or a part of
/// its tree is missing.
Result<std::optional<api::EntryProof>> entry_proof(const std::string& ledger, std::uint64_t entry);

}  // namespace pue::commands
