// What a report sums over a period, read from a ledger a local day at a time. Each thread reads,
// decodes and sums whole days: intervals of thousands of meters never move between cores, only what
// a day came to does.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "engine/period_figures.h"
#include "exporters/report/period_tallies.h"
#include "ledger/history_store.h"

namespace pue::commands {

struct PeriodTotals {
  engine::PeriodBook book;
  report::PeriodTallies tallies;
};

struct DayReading {
  /// The ledger, once for each thread.
  std::function<Result<std::unique_ptr<ledger::HistoryStore>>()> open;
  std::size_t threads = 1;  // 1: the caller's own
  /// Told in the caller's thread after each day how far it has come, up to 1.
  std::function<void(double)> progress = {};
};

/// The local days of the period that have a part in `extent`, in order; the first and the last may
/// be cut by the period.
std::vector<Period> days_of(const Period& period, const Period& extent, const Zone& zone);

/// `nothing`: books of the whole period into which nothing was put. Error: of the first day that
/// cannot be read, or why the ledger cannot be opened.
Result<PeriodTotals> totals_by_day(const std::vector<Period>& days, const PeriodTotals& nothing,
                                   const DayReading& reading);

}  // namespace pue::commands
