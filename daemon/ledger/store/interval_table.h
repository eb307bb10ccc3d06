// Writes intervals into a ledger file, each an entry with its totals, its detail beside it, within
// the caller's transaction. interval_reading.h reads them again.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "ledger/meter_evidence.h"
#include "ledger/store/leaf_log.h"
#include "site/balance.h"

namespace pue::ledger {

/// Appends the entry of an interval, with its detail. `numbers`: lasting ones, by MeterId. A
/// repeated call meets its own entry; error: another one has its place already.
Result<void> write_interval(SQLite::Database& database, LeafLog& log, EvidenceChain& chain,
                            const site::SiteInterval& interval,
                            const std::vector<std::uint32_t>& numbers, UtcTime written_at);

}  // namespace pue::ledger
