#include "kpi/day_sums.h"

#include <utility>

#include "kpi/window.h"

namespace pue::kpi {

DaySums::DaySums(Zone zone, std::vector<MeterId> inputs, std::optional<HourlySeries> grid_cfe)
    : zone_(std::move(zone)), inputs_(std::move(inputs)), grid_cfe_(std::move(grid_cfe)) {}

void DaySums::add(const site::SiteInterval& interval) {
  const auto [start, end] = interval.interval;
  if (!of_hour_.empty() && start >= hour_.end) close_hour();
  if (of_hour_.empty()) hour_ = hour_at(start, zone_);
  append(of_hour_, sums_of(interval, {}));
  if (reached_)
    append(meters_, interval, inputs_, *reached_ == start);
  else
    meters_ = sums_of(interval, inputs_).meters;
  reached_ = end;
}

PeriodSums DaySums::take() {
  if (!of_hour_.empty()) close_hour();
  reached_.reset();
  auto day = std::exchange(of_day_, {});
  day.meters = std::exchange(meters_, {});
  return day;
}

void DaySums::close_hour() {
  of_hour_.renewable =
      hourly(of_hour_.renewable, grid_cfe_ ? grid_cfe_->at(hour_.start) : std::nullopt);
  append(of_day_, std::exchange(of_hour_, {}));
}

}  // namespace pue::kpi
