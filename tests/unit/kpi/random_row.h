// A row of closed intervals with everything that may befall them, drawn with a fixed seed: gaps,
// estimates, missing ones, holes in time, renewables, two meters.
#pragma once

#include <random>

#include "kpi/period_sums.h"
#include "quarters.h"

namespace pue::kpi {

inline const std::vector<MeterId> two_meters = {MeterId{0}, MeterId{1}};

class RandomRow {
 public:
  explicit RandomRow(unsigned seed) : dice_(seed) {}

  std::int64_t number(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(dice_);
  }
  bool one_in(int n) { return number(1, n) == 1; }

  /// Quarter hours from `start` on, some left out.
  std::vector<site::SiteInterval> intervals(UtcTime start, int count) {
    std::vector<site::SiteInterval> row;
    for (int i = 0; i < count; ++i) {
      if (i > 0 && one_in(20)) continue;
      row.push_back(interval({start + i * quarter, start + (i + 1) * quarter}));
    }
    return row;
  }

  site::SiteInterval interval(Period period) {
    site::SiteInterval one;
    one.interval = period;
    one.meters = {meter(period, one_in(9)), meter(period, false)};
    if (one_in(8)) return one;
    one.quality = energy::Quality::measured;
    one.it = Joules{number(500, 1000)};
    one.facility = *one.it + Joules{number(-5, 400)};
    add_details(one);
    if (one_in(6)) {
      one.quality = energy::Quality::recovered;
      one.gap = Period{period.start - number(0, 3) * quarter, period.end + number(0, 3) * quarter};
    }
    return one;
  }

 private:
  energy::IntervalEnergy meter(Period period, bool missing) {
    energy::IntervalEnergy one;
    one.interval = period;
    if (missing) return one;
    one.quality = static_cast<energy::Quality>(number(0, 5));
    one.imported = Joules{number(0, 900)};
    one.exported = Joules{number(0, 300)};
    one.resolution = Joules{number(1, 3)};
    one.clamped = Joules{number(0, 4)};
    return one;
  }
  std::optional<Joules> maybe(int absent_one_in) {
    if (one_in(absent_one_in)) return std::nullopt;
    return Joules{number(0, 700)};
  }
  void add_details(site::SiteInterval& one) {
    for (auto& part : one.overhead) part = maybe(3);
    for (auto& source : one.sources) source = maybe(5);
    one.it_levels = {one.it, maybe(50), maybe(2)};
    one.renewable_used = maybe(6);
    one.exported = maybe(10);
    one.curtailed = maybe(3);
    one.battery_charge = maybe(3);
    one.battery_discharge = maybe(3);
    // Up to 8 % of a side of 500 and more: some are covered, some only usable, some neither.
    if (one_in(4)) one.estimated_facility = Joules{number(0, 50)};
    if (one_in(4)) one.estimated_it = Joules{number(0, 50)};
    one.clock_stepped = one_in(30);
    one.unconfirmed = one_in(30);
  }

  std::mt19937 dice_;
};

}  // namespace pue::kpi
