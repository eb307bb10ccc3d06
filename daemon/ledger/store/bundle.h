// What an auditor takes home: the entries of a period with what they rest on, the hashes that lead
// to the newest checkpoint, and the same as CSV (docs/ledger-format.md, "A bundle"). It writes into
// a folder; equal ledger, period and checkpoint give equal files. Reports are not its affair.
#pragma once

#include <filesystem>
#include <functional>

#include "base/result.h"
#include "base/zone.h"
#include "ledger/store/ledger_file.h"

namespace pue::ledger {

struct BundleRequest {
  Period period;
  ZoneLookup zone_of;
  /// Told the entries done and all of them, now and then.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress = {};
};

struct BundleContent {
  std::uint64_t entries = 0;    // of the ledger, under the bundle's checkpoint
  std::uint64_t contained = 0;  // of them in the bundle
  std::uint64_t intervals = 0;  // of the period, their newest versions
};

/// Error: nothing of the period is signed, or the ledger is damaged. Throws SQLite::Exception and
/// std::filesystem::filesystem_error.
Result<BundleContent> write_bundle(LedgerFile& ledger, const BundleRequest& request,
                                   const std::filesystem::path& folder);

}  // namespace pue::ledger
