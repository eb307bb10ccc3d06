#include "kpi/carbon.h"

#include <catch2/catch.hpp>

#include "quarters.h"

using namespace pue;
using namespace pue::kpi;

namespace {

constexpr std::int64_t kwh = 3'600'000;

using Sources = std::array<std::optional<Joules>, 4>;  // grid, solar, wind, genset

site::SiteInterval interval(std::int64_t facility, const Sources& sources,
                            std::optional<Joules> exported) {
  auto closed = Quarters(UtcTime{}).add(facility, facility).closed.back();
  closed.sources = sources;
  closed.exported = exported;
  return closed;
}

EnergyFactor row(FactorKind kind, int year, std::int64_t factor) {
  return {kind, "inner-mongolia", year, factor, "a notice", "reported"};
}

const std::vector rows = {row(FactorKind::grid, 2021, 702'500),
                          row(FactorKind::grid, 2022, 684'900)};

}  // namespace

TEST_CASE("the grid supplied what on-site generation used did not") {
  // 100 = grid 60 + sun 30 + wind 6 + genset 4; nothing exported: 60.
  CHECK(grid_load(interval(100, {Joules{60}, Joules{30}, Joules{6}, Joules{4}}, Joules{0})) ==
        Joules{60});
  CHECK(grid_load(interval(100, {Joules{100}, {}, {}, {}}, {})) == Joules{100});
}

TEST_CASE("export does not pay for import") {
  // In one quarter hour 50 imported, 20 of 30 generated exported: net 30. E_facility = 30 + 30 =
  // 60, own generation used 10, bought 50.
  CHECK(grid_load(interval(60, {Joules{30}, Joules{30}, {}, {}}, Joules{20})) == Joules{50});
  // More exported than generated (a battery): nothing generated was used.
  CHECK(grid_load(interval(60, {Joules{50}, Joules{10}, {}, {}}, Joules{15})) == Joules{60});
}

TEST_CASE("where a source was estimated all of the load counts as bought") {
  // Sun of 30 is an estimate: export, or what was used here, is then not known.
  auto closed = interval(100, {Joules{60}, Joules{30}, {}, {}}, Joules{0});
  closed.quality = energy::Quality::estimated;
  CHECK(grid_load(closed) == Joules{100});
  closed.renewable_used = Joules{30};  // the sun was measured, something else estimated
  CHECK(grid_load(closed) == Joules{70});
  closed.exported.reset();
  CHECK(grid_load(closed) == Joules{100});
}

TEST_CASE("a load of the office behind the meter is not bought for the data center") {
  // Grid 100, sun 20, offices 30: E_facility 90, of it 70 from the grid.
  CHECK(grid_load(interval(90, {Joules{100}, Joules{20}, {}, {}}, Joules{0})) == Joules{70});
}

TEST_CASE("an inverter's consumption at night is bought, and nothing is bought below zero") {
  CHECK(grid_load(interval(100, {Joules{102}, Joules{-2}, {}, {}}, Joules{0})) == Joules{100});
  CHECK(grid_load(interval(-5, {Joules{-5}, {}, {}, {}}, {})) == Joules{0});
  CHECK(grid_load(interval(10, {Joules{-20}, Joules{30}, {}, {}}, Joules{0})) == Joules{0});
}

TEST_CASE("what the grid supplied is unknown with an unusable interval or an unknown export") {
  CHECK_FALSE(grid_load(interval(60, {Joules{30}, Joules{30}, {}, {}}, {})));
  auto closed = interval(60, {Joules{60}, {}, {}, {}}, Joules{0});
  closed.it.reset();
  CHECK_FALSE(grid_load(closed));
}

TEST_CASE("location-based CO2 is load from the grid times the factor of its year") {
  // GHG Protocol Scope 2 Guidance, location-based: 1,000 kWh · 0.7025 + 2,000 kWh · 0.6849
  // = 702.5 + 1,369.8 = 2,072.3 kg.
  const YearlyEnergy grid{{2021, Joules{1'000 * kwh}}, {2022, Joules{2'000 * kwh}}};
  const auto result = location_based(grid, {}, rows, "inner-mongolia");
  REQUIRE(result);
  CHECK(result->co2 == Milligrams{2'072'300'000});
  CHECK(result->grid.size() == 2);
  CHECK(result->genset.empty());
  CHECK(result->genset_not_counted == Joules{0});
  CHECK_FALSE(location_based(grid, {}, rows, "national"));
}

TEST_CASE("a genset's CO2 counts only by a factor row, and what is left out is told") {
  const YearlyEnergy grid{{2022, Joules{1'000 * kwh}}};
  const YearlyEnergy genset{{2021, Joules{10 * kwh}}, {2022, Joules{20 * kwh}}};
  auto result = location_based(grid, genset, rows, "inner-mongolia");
  CHECK(result->co2 == Milligrams{684'900'000});
  CHECK(result->genset_not_counted == Joules{30 * kwh});
  // A row from 2022 on: 684.9 + 20 · 0.8 = 700.9 kg, the 10 kWh of 2021 are left.
  auto with_genset = rows;
  with_genset.push_back(row(FactorKind::genset, 2022, 800'000));
  result = location_based(grid, genset, with_genset, "inner-mongolia");
  CHECK(result->co2 == Milligrams{700'900'000});
  CHECK(result->genset_not_counted == Joules{10 * kwh});
  REQUIRE(result->genset.size() == 1);
  CHECK(result->genset[0].year == 2022);
  CHECK(result->genset[0].energy == Joules{20 * kwh});
}

TEST_CASE("market-based CO2 is covered and uncovered energy, each by its factor") {
  // 1,000 kWh, 300 covered at 0.02, 700 at the residual 0.6096: 6 + 426.72 = 432.72 kg.
  CHECK(market_based(Joules{1'000 * kwh}, Joules{300 * kwh}, {20'000, 609'600}) ==
        Milligrams{432'720'000});
}

TEST_CASE("more certificates than load cover the load once") {
  CHECK(market_based(Joules{1'000 * kwh}, Joules{1'500 * kwh}, {20'000, 609'600}) ==
        Milligrams{20'000'000});
}

TEST_CASE("without a certificate account there is no market-based figure") {
  CHECK_FALSE(market_based(Joules{kwh}, std::nullopt, {0, 609'600}));
}

TEST_CASE("CUE is CO2 per kilowatt-hour of IT") {
  // ISO/IEC 30134-8: 600 kg / 1,000 kWh = 0.6 kg/kWh.
  CHECK(*carbon_usage_effectiveness(Milligrams{600'000'000}, Joules{1'000 * kwh}) ==
        Approx(0.6).epsilon(1e-12));
  CHECK(carbon_usage_effectiveness(Milligrams{0}, Joules{1}) == 0.0);
  CHECK_FALSE(carbon_usage_effectiveness(Milligrams{600}, Joules{0}));
}
