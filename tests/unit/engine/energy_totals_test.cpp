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

TEST_CASE("CO2 follows new versions and never falls") {
  // 7 mg for each joule.
  EnergyTotals totals([](const site::SiteInterval& interval) -> std::optional<kpi::Milligrams> {
    if (!interval.facility) return std::nullopt;
    return kpi::Milligrams{7 * interval.facility->count};
  });
  CHECK_FALSE(totals.exported().co2);
  totals.add(unusable(), std::nullopt);
  CHECK_FALSE(totals.exported().co2);
  totals.add(usable(1000, 800), unusable());
  CHECK(totals.exported().co2 == kpi::Milligrams{7000});
  totals.add(usable(900, 800), usable(1000, 800));
  CHECK(totals.exact().co2 == kpi::Milligrams{6300});
  CHECK(totals.exported().co2 == kpi::Milligrams{7000});
  totals.add(usable(300, 250), std::nullopt);  // 6300 + 2100
  CHECK(totals.exported().co2 == kpi::Milligrams{8400});
}

TEST_CASE("without a region CO2 is not counted, nor shown on from an earlier state") {
  EnergyCounters earlier;
  earlier.co2 = kpi::Milligrams{5};
  EnergyTotals none(carbon_by_place(Settings{}));
  none.restore(earlier, earlier);
  none.add(usable(1000, 800), std::nullopt);
  CHECK_FALSE(none.exported().co2);
  Settings settings;
  settings.site.facts.grid_region = "north-china";
  settings.green.factors = {
      {kpi::FactorKind::grid, "north-china", 1969, 3'600'000, "a notice", "read"}};
  EnergyTotals some(carbon_by_place(settings));
  some.restore(earlier, earlier);
  // 3.6 kg/kWh are 1 mg/J; the interval lies in 1970.
  some.add(usable(1000, 800), std::nullopt);
  CHECK(some.exported().co2 == kpi::Milligrams{1005});
}

TEST_CASE("water and reused heat are counted over usable intervals, and absent without") {
  EnergyTotals totals;
  totals.add(usable(1000, 800), std::nullopt);
  CHECK_FALSE(totals.exported().water);
  CHECK_FALSE(totals.exported().reused_heat);
  auto wet = usable(1000, 800);
  wet.water = Millilitres{300};
  wet.reused_heat = Joules{200};
  totals.add(wet, std::nullopt);
  auto less = wet;
  less.water = Millilitres{250};
  less.reused_heat = Joules{150};
  totals.add(less, wet);
  CHECK(totals.exact().water == Millilitres{250});
  CHECK(totals.exported().water == Millilitres{300});
  CHECK(totals.exported().reused_heat == Joules{200});
  auto alone = unusable();
  alone.water = Millilitres{1000};
  totals.add(alone, std::nullopt);
  CHECK(totals.exact().water == Millilitres{250});
}
