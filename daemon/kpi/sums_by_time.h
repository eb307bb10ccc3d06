// The sums of all closed intervals, by quarter hour, local hour, day and month, so that the sums of
// a long window cost some dozen additions however long the history is. New versions of an interval
// replace old ones. It decides on no window.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "base/zone.h"
#include "kpi/hourly_series.h"
#include "kpi/period_sums.h"

namespace pue::kpi {

class SumsByTime {
 public:
  /// `inputs`: the meters that are summed one by one (for uncertainties). `grid_cfe`: the grid's
  /// carbon-free share by the hour, when the site has such a series.
  SumsByTime(Zone zone, std::vector<MeterId> inputs, std::optional<HourlySeries> grid_cfe = {});

  /// The newest version of an interval. Precondition: it starts at or after the `keep_from` of the
  /// last `forget`, or nothing was forgotten since it was put.
  void put(const site::SiteInterval& interval) { put({&interval, 1}); }
  /// The same of many, which costs less than one after the other.
  void put(std::span<const site::SiteInterval> intervals);

  /// Sums over the intervals that lie within the period, from the coarsest parts that fit. Exact
  /// while its edges lie on what is kept: on quarter hours since `keep_from`, on local hours (then
  /// without single meters) for 32 days, on local days for 2 months before it, on months for ever.
  PeriodSums over(const Period& period) const;

  /// All of a local day at once, of which no parts are kept: sums over periods that contain it, or
  /// nothing of it, are exact. `sums` are those of DaySums.
  void put_day(const Period& day, PeriodSums sums);
  /// All that was put into another one, of the same zone, inputs and series: no local hour, nor a
  /// day put at once, has parts in both.
  void merge(SumsByTime other);

  /// Drops detail that can no longer change: `keep_from` is the start of the oldest interval that
  /// may still get a new version.
  void forget(UtcTime keep_from, UtcTime now);

 private:
  using Parts = std::map<UtcTime, PeriodSums>;  // by start of the quarter hour, hour, day, month

  Period part_at(std::size_t level, UtcTime t) const;
  void rebuild(std::size_t level, const Period& part);
  void collect(std::size_t level, const Period& period, PeriodSums& sums) const;

  Zone zone_;
  std::vector<MeterId> inputs_;
  std::optional<HourlySeries> grid_cfe_;
  std::array<Parts, 4> levels_;  // from intervals to months
};

}  // namespace pue::kpi
