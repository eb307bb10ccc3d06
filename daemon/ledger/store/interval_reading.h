// Intervals as they are stored, read again: rows in short transactions, so that the writer is not
// kept waiting, decoded after each. It changes nothing.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/history_store.h"
#include "ledger/meter_evidence.h"
#include "site/balance.h"

namespace pue::ledger {

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

/// Which of the meters of an interval are wanted.
struct WantedMeters {
  std::size_t count = 0;  // 0: none, and no detail is read
  /// Their places, by lasting number; others are left out.
  std::vector<std::size_t> positions;
};
inline constexpr auto no_position = static_cast<std::size_t>(-1);

/// Makes intervals of rows. A wanted meter that a row does not have is `missing`; without detail,
/// or when it was dropped, an interval has no meters.
class RowDecoder {
 public:
  /// `wanted` must outlive it. With `chain`, which begins empty at a row that restarts it and
  /// passes every row from there on, meters have their evidence.
  RowDecoder(const WantedMeters& wanted, EvidenceChain* chain) : wanted_(wanted), chain_(chain) {}

  /// The meters take the memory of `reused`, whatever it holds.
  Result<site::SiteInterval> decode(const IntervalRow& row,
                                    std::vector<energy::IntervalEnergy> reused);

 private:
  Result<std::vector<energy::IntervalEnergy>> with_head(const IntervalRow& row,
                                                        const std::vector<MeterRow>& rows,
                                                        const Period& interval,
                                                        std::vector<energy::IntervalEnergy> reused);
  Result<EvidenceHead> head(const IntervalRow& row, const std::vector<MeterRow>& rows,
                            const Period& interval);

  const WantedMeters& wanted_;
  EvidenceChain* chain_;
  std::size_t head_bytes_ = 0;  // of the evidence before
};

/// All versions within a range, by start and version, some at a time.
class IntervalReading {
 public:
  /// All must outlive it.
  IntervalReading(SQLite::Database& database, RowRange range, const WantedMeters& wanted,
                  EvidenceChain* chain);

  /// The next ones; none: that were all. Error: which interval is damaged, and how. They take the
  /// memory of `used`.
  Result<std::vector<site::SiteInterval>> next(std::vector<site::SiteInterval> used = {});

 private:
  Result<std::vector<IntervalRow>> read();

  SQLite::Database& database_;
  RowRange range_;
  std::int64_t after_version_ = -1;
  bool detail_;
  SQLite::Statement select_;
  RowDecoder decoder_;
};

/// The newest versions of the meter with that number, of intervals that start within the period.
/// Error: an interval whose energies are damaged.
Result<std::vector<MeterPoint>> read_meter(SQLite::Database& database, std::uint32_t number,
                                           RowRange range);

}  // namespace pue::ledger
