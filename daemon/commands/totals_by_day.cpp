#include "commands/totals_by_day.h"

#include <algorithm>
#include <deque>
#include <future>
#include <utility>
#include <vector>

#include "kpi/window.h"

namespace pue::commands {
namespace {

using ledger::HistoryStore;

Result<PeriodTotals> totals_of(HistoryStore& store, const Period& day, PeriodTotals totals) {
  auto read = store.each_interval(day, [&](const site::SiteInterval& interval) {
    totals.book.put(interval);
    totals.tallies.put(interval);
  });
  if (!read) return read.error();
  return totals;
}

}  // namespace

std::vector<Period> days_of(const Period& period, const Period& extent, const Zone& zone) {
  std::vector<Period> days;
  const auto end = std::min(period.end, extent.end);
  auto at = std::max(period.start, kpi::day_at(extent.start, zone).start);
  for (; at < end; at = days.back().end)
    days.push_back({at, std::min(kpi::day_at(at, zone).end, period.end)});
  return days;
}

Result<PeriodTotals> totals_by_day(const std::vector<Period>& days, const PeriodTotals& nothing,
                                   const DayReading& reading) {
  const auto threads = std::max<std::size_t>(std::min(reading.threads, days.size()), 1);
  std::vector<std::unique_ptr<HistoryStore>> stores;  // each has one day at a time
  for (std::size_t i = 0; i < threads; ++i) {
    auto store = reading.open();
    if (!store) return store.error();
    stores.push_back(std::move(*store));
  }
  auto all = nothing;
  std::size_t taken = 0;
  std::deque<std::future<Result<PeriodTotals>>> running;  // last: they use what stands above
  const auto take_first = [&]() -> Result<void> {
    auto totals = running.front().get();
    running.pop_front();
    if (!totals) return totals.error();
    all.book.append(std::move(totals->book));
    all.tallies.append(totals->tallies);
    ++taken;
    if (reading.progress)
      reading.progress(static_cast<double>(taken) / static_cast<double>(days.size()));
    return {};
  };
  const auto launch = threads == 1 ? std::launch::deferred : std::launch::async;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (running.size() == threads)
      if (auto done = take_first(); !done) return done.error();
    running.push_back(
        std::async(launch, totals_of, std::ref(*stores[i % threads]), days[i], nothing));
  }
  while (!running.empty())
    if (auto done = take_first(); !done) return done.error();
  return all;
}

}  // namespace pue::commands
