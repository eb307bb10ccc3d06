#include "engine/energy_totals.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;

namespace {

site::SiteInterval usable(std::int64_t facility, std::int64_t it) {
  site::SiteInterval interval;
  interval.interval = {UtcTime{0s}, UtcTime{15min}};
  interval.quality = energy::Quality::measured;
  interval.facility = Joules{facility};
  interval.it = Joules{it};
  return interval;
}

site::SiteInterval unusable() {
  site::SiteInterval interval;
  interval.interval = {UtcTime{0s}, UtcTime{15min}};
  return interval;
}

}  // namespace

TEST_CASE("a usable interval advances all counters together") {
  EnergyTotals totals;
  totals.add(usable(125, 100), std::nullopt);
  totals.add(usable(130, 100), std::nullopt);
  CHECK(totals.exported().facility == Joules{255});
  CHECK(totals.exported().it == Joules{200});
  CHECK(totals.exported().covered_seconds == 1800);
  CHECK(totals.exported().elapsed_seconds == 1800);
}

TEST_CASE("an unusable interval adds elapsed time only, and its energy once when it is recovered") {
  EnergyTotals totals;
  totals.add(unusable(), std::nullopt);
  CHECK(totals.exported().facility == Joules{0});
  CHECK(totals.exported().elapsed_seconds == 900);
  totals.add(usable(125, 100), unusable());
  CHECK(totals.exported().facility == Joules{125});
  CHECK(totals.exported().covered_seconds == 900);
  CHECK(totals.exported().elapsed_seconds == 900);
}

TEST_CASE(
    "a new version with less energy never makes a counter fall, and nothing is counted twice") {
  EnergyTotals totals;
  totals.add(usable(1000, 800), std::nullopt);
  totals.add(usable(900, 800), usable(1000, 800));
  CHECK(totals.exported().facility == Joules{1000});
  CHECK(totals.exact().facility == Joules{900});
  totals.add(usable(300, 250), std::nullopt);  // 900 + 300: the excess of 100 is absorbed
  CHECK(totals.exported().facility == Joules{1200});
}
