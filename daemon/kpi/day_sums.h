// The sums of one local day, interval by interval in the order of time: for long periods of many
// meters, of which SumsByTime would hold every interval first. The sums are the same.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/zone.h"
#include "kpi/hourly_series.h"
#include "kpi/period_sums.h"

namespace pue::kpi {

class DaySums {
 public:
  /// `inputs`, `grid_cfe`: as of SumsByTime.
  DaySums(Zone zone, std::vector<MeterId> inputs, std::optional<HourlySeries> grid_cfe = {});

  /// The next interval, of the same local day.
  void add(const site::SiteInterval& interval);
  /// What the day came to; begins the next one.
  PeriodSums take();

 private:
  void close_hour();

  Zone zone_;
  std::vector<MeterId> inputs_;
  std::optional<HourlySeries> grid_cfe_;
  Period hour_;
  PeriodSums of_hour_;  // both without single meters
  PeriodSums of_day_;
  std::vector<MeterSum> meters_;
  std::optional<UtcTime> reached_;
};

}  // namespace pue::kpi
