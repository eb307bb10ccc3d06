#include "commands/totals_by_day.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "kpi/window.h"

namespace pue::commands {
namespace {

using ledger::HistoryStore;
using Task = std::packaged_task<Result<PeriodTotals>(HistoryStore&)>;

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
  std::vector<Task> tasks;
  for (const auto& day : days)
    tasks.emplace_back([&](HistoryStore& store) { return totals_of(store, day, nothing); });
  const auto threads = std::max<std::size_t>(std::min(reading.threads, days.size()), 1);
  std::vector<std::unique_ptr<HistoryStore>> stores;
  for (std::size_t i = 0; i < threads; ++i) {
    auto store = reading.open();
    if (!store) return store.error();
    stores.push_back(std::move(*store));
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> workers;  // last: they use what stands above, and end with it
  for (std::size_t i = 0; threads > 1 && i < threads; ++i)
    workers.emplace_back([&, &store = *stores[i]](const std::stop_token& left) {
      for (auto day = next++; day < tasks.size() && !left.stop_requested(); day = next++)
        tasks[day](store);
    });
  auto all = nothing;
  for (std::size_t day = 0; day < tasks.size(); ++day) {
    if (workers.empty()) tasks[day](*stores.front());
    auto totals = tasks[day].get_future().get();
    if (!totals) return totals.error();
    all.book.append(std::move(totals->book));
    all.tallies.append(totals->tallies);
    if (reading.progress)
      reading.progress(static_cast<double>(day + 1) / static_cast<double>(tasks.size()));
  }
  return all;
}

}  // namespace pue::commands
