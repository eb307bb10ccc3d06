#include "kpi/sums_by_time.h"

#include <algorithm>
#include <set>
#include <utility>

#include "kpi/window.h"

namespace pue::kpi {
namespace {

constexpr std::size_t by_interval = 0;
constexpr std::size_t by_hour = 1;
constexpr std::size_t by_day = 2;
constexpr std::size_t by_month = 3;

constexpr auto hours_kept = std::chrono::days{32};
constexpr auto days_kept = std::chrono::days{64};

}  // namespace

SumsByTime::SumsByTime(Zone zone, std::vector<MeterId> inputs, std::optional<HourlySeries> grid_cfe)
    : zone_(std::move(zone)), inputs_(std::move(inputs)), grid_cfe_(std::move(grid_cfe)) {}

Period SumsByTime::part_at(std::size_t level, UtcTime t) const {
  if (level == by_hour) return hour_at(t, zone_);
  if (level == by_day) return day_at(t, zone_);
  return month_at(t, zone_);
}

void SumsByTime::put(std::span<const site::SiteInterval> intervals) {
  std::set<UtcTime> changed;
  for (const auto& interval : intervals) {
    levels_[by_interval][interval.interval.start] = sums_of(interval, inputs_);
    changed.insert(interval.interval.start);
  }
  for (std::size_t level = by_hour; level <= by_month; ++level) {
    std::set<UtcTime> parts;
    for (const auto t : changed) {
      const Period part = part_at(level, t);
      if (parts.insert(part.start).second) rebuild(level, part);
    }
    changed = std::move(parts);
  }
}

void SumsByTime::rebuild(std::size_t level, const Period& part) {
  const Parts& finer = levels_[level - 1];
  PeriodSums sums;
  for (auto one = finer.lower_bound(part.start); one != finer.end() && one->first < part.end; ++one)
    append(sums, one->second);
  if (level == by_hour)
    sums.renewable = hourly(sums.renewable, grid_cfe_ ? grid_cfe_->at(part.start) : std::nullopt);
  levels_[level][part.start] = std::move(sums);
}

PeriodSums SumsByTime::over(const Period& period) const {
  PeriodSums sums;
  collect(by_month, period, sums);
  return sums;
}

/// The parts of this level that fit; what is left over before, between and behind them comes from
/// the next finer level.
void SumsByTime::collect(std::size_t level, const Period& period, PeriodSums& sums) const {
  if (period.start == period.end) return;
  const Parts& parts = levels_[level];
  UtcTime reached = period.start;
  for (auto one = parts.lower_bound(period.start); one != parts.end(); ++one) {
    const Period part = level == by_interval ? one->second.span : part_at(level, one->first);
    if (part.end > period.end) break;
    if (level != by_interval) collect(level - 1, {reached, part.start}, sums);
    append(sums, one->second);
    reached = part.end;
  }
  if (level != by_interval) collect(level - 1, {reached, period.end}, sums);
}

void SumsByTime::put_day(const Period& day, PeriodSums sums) {
  levels_[by_day][day.start] = std::move(sums);
  rebuild(by_month, part_at(by_month, day.start));
}

void SumsByTime::merge(SumsByTime other) {
  for (std::size_t level = by_interval; level < by_month; ++level)
    levels_[level].merge(other.levels_[level]);
  for (const auto& [start, month] : other.levels_[by_month])
    rebuild(by_month, part_at(by_month, start));
}

void SumsByTime::forget(UtcTime keep_from, UtcTime now) {
  const auto erase_before = [](Parts& parts, UtcTime oldest) {
    parts.erase(parts.begin(), parts.lower_bound(oldest));
  };
  const auto day = day_at(keep_from, zone_).start;
  erase_before(levels_[by_interval], day);
  for (auto& [start, hour] : levels_[by_hour]) {
    if (start >= day) break;
    hour.meters.clear();
  }
  erase_before(levels_[by_hour], std::min(day, day_at(now - hours_kept, zone_).start));
  const auto month = month_at(std::min(keep_from, now - days_kept), zone_).start;
  erase_before(levels_[by_day], month);
}

}  // namespace pue::kpi
