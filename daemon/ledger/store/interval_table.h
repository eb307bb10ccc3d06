// Intervals in a ledger file: each an entry with its totals, its detail beside it. It writes within
// the caller's transaction, and reads rows as they are: they are decoded after the transaction.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/detail_retention.h"
#include "ledger/history_store.h"
#include "ledger/meter_evidence.h"
#include "ledger/store/leaf_log.h"
#include "site/balance.h"

namespace pue::ledger {

/// Appends the entry of an interval, with its detail. `numbers`: lasting ones, by MeterId. A
/// repeated call meets its own entry; error: another one has its place already.
Result<void> write_interval(SQLite::Database& database, LeafLog& log, EvidenceChain& chain,
                            const site::SiteInterval& interval,
                            const std::vector<std::uint32_t>& numbers, UtcTime written_at);

struct IntervalRow {
  std::int64_t start_ns = 0;
  std::int64_t version = 0;
  std::uint64_t leaf = 0;
  std::string entry;     // its bytes
  std::string energies;  // with detail only, as the next; "" when it was dropped
  std::string evidence;  // deflated
};

/// What a reader asks for: intervals that start within, in versions among the first `entries` of
/// the ledger.
struct RowRange {
  std::int64_t start_ns = 0;
  std::int64_t end_ns = 0;
  std::uint64_t entries = all_entries;
};

/// Those after the version (-1: all) of the first start, by start and version, as many as a reader
/// may take in one transaction. None: there are no more.
std::vector<IntervalRow> read_rows(SQLite::Database& database, const RowRange& range,
                                   std::int64_t after_version, bool detail);

/// The interval of a row; its meters are those of `positions` (by lasting number; others are left
/// out), of the others `missing`. Without detail, or when it was dropped, it has no meters. With
/// `chain` they have their evidence: it begins empty at a row that restarts it, and passes every
/// row from there on. The meters take the memory of `reused`, whatever it holds.
Result<site::SiteInterval> decode_row(const IntervalRow& row,
                                      const std::vector<std::size_t>& positions, std::size_t meters,
                                      EvidenceChain* chain,
                                      std::vector<energy::IntervalEnergy> reused = {});
/// The newest versions of the meter with that number, of intervals that start within the period.
/// Error: an interval whose energies are damaged.
Result<std::vector<MeterPoint>> read_meter(SQLite::Database& database, std::uint32_t number,
                                           RowRange range);
inline constexpr auto no_position = static_cast<std::size_t>(-1);

}  // namespace pue::ledger
