// A ledger file through the verifier, from its first entry to its last, beside a daemon that may be
// writing it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/verifier.h"

namespace pue::ledger {

/// Notes that left the machine, to be compared with the file.
struct KnownCheckpoint {
  std::string source;  // for messages: a file name
  std::string note;
  bool of_folder = false;  // one of many: a bundle passes over those that it does not reach
};

struct VerifyOptions {
  std::optional<VerifierKey> key;  // else that of the inception is believed
  std::vector<KnownCheckpoint> known;
  /// Told the entries done and all of them, now and then.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress = {};
  ZoneLookup zone_of = {};
};

/// Error: the first entry that is wrong and why, by number and description; or which checkpoint the
/// ledger does not agree with: truncated, edited, or forked.
Result<VerifiedLedger> verify_ledger(const std::string& path, const VerifyOptions& options);

}  // namespace pue::ledger
