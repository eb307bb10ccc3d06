// A bundle through the verifier (docs/ledger-format.md, "A bundle"), as it was unpacked into a
// folder: what an auditor does who has no ledger.
#pragma once

#include <filesystem>

#include "ledger/store/verify_ledger.h"

namespace pue::ledger {

struct VerifiedBundle {
  VerifiedLedger ledger;        // of what is in the bundle; `entries` counts all that are signed
  std::uint64_t contained = 0;  // entries in the bundle
  std::uint64_t beyond = 0;     // known checkpoints of a folder over entries that it does not hold
  std::string figures;          // figures.csv, as it follows from them
};

/// Error: the first entry, checkpoint or file that is wrong, and why. `options.zone_of` is needed.
Result<VerifiedBundle> verify_bundle(const std::filesystem::path& folder,
                                     const VerifyOptions& options);

}  // namespace pue::ledger
