// Closed intervals for tests of figures: a row of quarter hours from one start.
#pragma once

#include <vector>

#include "site/balance.h"

namespace pue::kpi {

inline constexpr auto quarter = std::chrono::minutes{15};

struct Quarters {
  UtcTime next;
  std::vector<site::SiteInterval> closed;

  explicit Quarters(UtcTime start) : next(start) {}

  Quarters& add(std::int64_t facility, std::int64_t it) {
    closed.push_back(blank(energy::Quality::measured));
    closed.back().facility = Joules{facility};
    closed.back().it = Joules{it};
    return *this;
  }
  Quarters& add(int count, std::int64_t facility, std::int64_t it) {
    for (int i = 0; i < count; ++i) add(facility, it);
    return *this;
  }
  /// An interval with on-site renewable energy used.
  Quarters& green(std::int64_t facility, std::int64_t used) {
    add(facility, facility);
    closed.back().renewable_used = Joules{used};
    return *this;
  }
  /// Intervals in which a required meter is missing.
  Quarters& missing(int count) {
    for (int i = 0; i < count; ++i) closed.push_back(blank(energy::Quality::missing));
    return *this;
  }
  Quarters& recovered(int count, std::int64_t facility, std::int64_t it, Period gap) {
    for (int i = 0; i < count; ++i) {
      add(facility, it);
      closed.back().quality = energy::Quality::recovered;
      closed.back().gap = gap;
    }
    return *this;
  }

 private:
  site::SiteInterval blank(energy::Quality quality) {
    site::SiteInterval interval;
    interval.interval = {next, next + quarter};
    interval.quality = quality;
    next += quarter;
    return interval;
  }
};

}  // namespace pue::kpi
