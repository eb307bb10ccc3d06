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
  CHECK(result->genset.used.empty());
  CHECK(result->genset.not_counted == Joules{0});
  CHECK_FALSE(location_based(grid, {}, rows, "national"));
}

TEST_CASE("a genset's CO2 counts only by a factor row, and what is left out is told") {
  const YearlyEnergy grid{{2022, Joules{1'000 * kwh}}};
  const YearlyEnergy genset{{2021, Joules{10 * kwh}}, {2022, Joules{20 * kwh}}};
  auto result = location_based(grid, genset, rows, "inner-mongolia");
  CHECK(result->co2 == Milligrams{684'900'000});
  CHECK(result->genset.not_counted == Joules{30 * kwh});
  // A row from 2022 on: 684.9 + 20 · 0.8 = 700.9 kg, the 10 kWh of 2021 are left.
  auto with_genset = rows;
  with_genset.push_back(row(FactorKind::genset, 2022, 800'000));
  result = location_based(grid, genset, with_genset, "inner-mongolia");
  CHECK(result->co2 == Milligrams{700'900'000});
  CHECK(result->genset.not_counted == Joules{10 * kwh});
  REQUIRE(result->genset.used.size() == 1);
  CHECK(result->genset.used[0].year == 2022);
  CHECK(result->genset.used[0].energy == Joules{20 * kwh});
}

TEST_CASE("CO2 of one interval, for a counter, is never lowered by what is not known") {
  const auto of = [](const site::SiteInterval& closed, int year) {
    return location_based(closed, year, rows, "inner-mongolia");
  };
  const Joules none{0};
  // 100 kWh, of it 30 of the roof: 70 · 0.6849 = 47.943 kg.
  auto closed = interval(100 * kwh, {Joules{70 * kwh}, Joules{30 * kwh}, {}, {}}, none);
  CHECK(of(closed, 2022) == Milligrams{47'943'000});
  CHECK(of(closed, 2021) == Milligrams{49'175'000});  // 70 · 0.7025
  CHECK_FALSE(of(closed, 2020));                      // before the first row
  closed.exported.reset();                            // 100 · 0.6849
  CHECK(of(closed, 2022) == Milligrams{68'490'000});
  closed.it.reset();
  CHECK_FALSE(of(closed, 2022));
}

TEST_CASE("market-based CO2 is what certificates do not cover, by the residual factor") {
  // 1,000 kWh, 300 covered by renewable energy (0), 700 at 0.6096 kg/kWh: 426.72 kg.
  const YearlyEnergy grid{{2023, Joules{1'000 * kwh}}};
  const std::vector residual = {row(FactorKind::residual, 2023, 609'600)};
  const auto result = market_based(grid, {}, Joules{300 * kwh}, residual, "inner-mongolia");
  REQUIRE(result);
  CHECK(result->co2 == Milligrams{426'720'000});
  CHECK(result->covered == Joules{300 * kwh});
  REQUIRE(result->residual.size() == 1);
  CHECK(result->residual[0].energy == Joules{700 * kwh});
  // Another region's row, or only the grid's own average, is no residual factor.
  CHECK_FALSE(market_based(grid, {}, Joules{300 * kwh}, residual, "national"));
  CHECK_FALSE(market_based(grid, {}, Joules{300 * kwh}, rows, "inner-mongolia"));
}

TEST_CASE("certificates cover the load of each year of the period in the same proportion") {
  // 1,000 + 3,000 kWh, 1,000 covered: three quarters are left, 750 · 0.6 + 2,250 · 0.5 = 450 +
  // 1,125 = 1,575 kg.
  const YearlyEnergy grid{{2023, Joules{1'000 * kwh}}, {2024, Joules{3'000 * kwh}}};
  const std::vector residual = {row(FactorKind::residual, 2023, 600'000),
                                row(FactorKind::residual, 2024, 500'000)};
  const auto result = market_based(grid, {}, Joules{1'000 * kwh}, residual, "inner-mongolia");
  REQUIRE(result);
  CHECK(result->co2 == Milligrams{1'575'000'000});
  // Joules that do not divide: 2 of 3 J are left, 0 and 2 of the years' 1 and 2, none is lost.
  const auto odd = market_based({{2023, Joules{1}}, {2024, Joules{2}}}, {}, Joules{1}, residual,
                                "inner-mongolia");
  CHECK(odd->residual[0].energy + odd->residual[1].energy == Joules{2});
  // A year without load has nothing to cover.
  const auto ended = market_based({{2023, Joules{3}}, {2024, Joules{0}}}, {}, Joules{1}, residual,
                                  "inner-mongolia");
  CHECK(ended->residual[0].energy == Joules{2});
  CHECK(ended->residual[1].energy == Joules{0});
}

TEST_CASE("more certificates than load cover the load once, and no genset's CO2") {
  // Gensets' 20 kWh · 0.8 = 16 kg stay.
  const std::vector with_genset = {row(FactorKind::residual, 2023, 609'600),
                                   row(FactorKind::genset, 2023, 800'000)};
  const auto result = market_based({{2023, Joules{1'000 * kwh}}}, {{2023, Joules{20 * kwh}}},
                                   Joules{1'500 * kwh}, with_genset, "inner-mongolia");
  REQUIRE(result);
  CHECK(result->co2 == Milligrams{16'000'000});
  CHECK(result->covered == Joules{1'000 * kwh});
}

TEST_CASE("CUE is CO2 per kilowatt-hour of IT") {
  // ISO/IEC 30134-8: 600 kg / 1,000 kWh = 0.6 kg/kWh.
  CHECK(*carbon_usage_effectiveness(Milligrams{600'000'000}, Joules{1'000 * kwh}) ==
        Approx(0.6).epsilon(1e-12));
  CHECK(carbon_usage_effectiveness(Milligrams{0}, Joules{1}) == 0.0);
  CHECK_FALSE(carbon_usage_effectiveness(Milligrams{600}, Joules{0}));
}
