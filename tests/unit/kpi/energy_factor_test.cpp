#include "kpi/energy_factor.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;

namespace {

constexpr std::int64_t kwh = 3'600'000;

EnergyFactor row(int year, std::int64_t factor, std::string region = "national",
                 FactorKind kind = FactorKind::grid) {
  return {kind, std::move(region), year, factor, "a notice", "reported"};
}

const std::vector rows = {row(2022, 536'600), row(2021, 556'800), row(2023, 530'600),
                          row(2022, 684'900, "inner-mongolia"),
                          row(2022, 122'900, "national", FactorKind::calorific)};

}  // namespace

TEST_CASE("mass is energy times factor, exactly") {
  // 1,000 kWh · 0.5306 kg/kWh = 530.6 kg = 530,600,000 mg.
  CHECK(mass(Joules{1'000 * kwh}, 530'600) == Milligrams{530'600'000});
  CHECK(grams(Milligrams{1'500}) == 1.5);
  CHECK(kilograms(Milligrams{530'600'000}) == 530.6);
  CHECK(tonnes(Milligrams{530'600'000}) == 0.5306);
}

TEST_CASE("mass is rounded to the nearest milligram") {
  // 1 mg/kWh: 1,799,999 J are 0.4999…, 1,800,000 J are 0.5, 5,400,000 J are 1.5 mg.
  CHECK(mass(Joules{1'799'999}, 1) == Milligrams{0});
  CHECK(mass(Joules{1'800'000}, 1) == Milligrams{1});
  CHECK(mass(Joules{5'399'999}, 1) == Milligrams{1});
  CHECK(mass(Joules{5'400'000}, 1) == Milligrams{2});
}

TEST_CASE("100 MW for a year is weighed without overflow") {
  // 1e8 W · 31,536,000 s = 3.1536e15 J = 876,000,000 kWh; · 0.7025 kg = 615,390,000 kg.
  CHECK(mass(Joules{3'153'600'000'000'000}, 702'500) == Milligrams{615'390'000'000'000});
}

TEST_CASE("the year of consumption picks the row, else the latest year before") {
  CHECK(factor_for(rows, FactorKind::grid, "national", 2021)->milligrams_per_kwh == 556'800);
  CHECK(factor_for(rows, FactorKind::grid, "national", 2022)->milligrams_per_kwh == 536'600);
  CHECK(factor_for(rows, FactorKind::grid, "national", 2026)->milligrams_per_kwh == 530'600);
  CHECK(factor_for(rows, FactorKind::grid, "inner-mongolia", 2026)->year == 2022);
  CHECK_FALSE(factor_for(rows, FactorKind::grid, "national", 2020));
  CHECK_FALSE(factor_for(rows, FactorKind::grid, "north-china", 2023));
  CHECK_FALSE(factor_for(rows, FactorKind::residual, "national", 2023));
}

TEST_CASE("of two rows for the same year the first counts") {
  const std::vector twice = {row(2022, 1), row(2022, 2)};
  CHECK(factor_for(twice, FactorKind::grid, "national", 2023)->milligrams_per_kwh == 1);
}

TEST_CASE("each year is weighed by its own row, and the rows are told") {
  // 2 kWh · 0.5568 + 1 kWh · 0.5366 + 10 kWh · 0.5306 (2025 takes the row of 2023)
  // = 1.1136 + 0.5366 + 5.306 = 6.9562 kg.
  const auto result =
      yearly_mass({{2021, Joules{2 * kwh}}, {2022, Joules{kwh}}, {2025, Joules{10 * kwh}}}, rows,
                  FactorKind::grid, "national");
  REQUIRE(result);
  CHECK(result->sum == Milligrams{6'956'200});
  REQUIRE(result->used.size() == 3);
  CHECK(result->used[0].of_the_year());
  CHECK(result->used[2].year == 2025);
  CHECK(result->used[2].energy == Joules{10 * kwh});
  CHECK(result->used[2].factor == rows[2]);
  CHECK_FALSE(result->used[2].of_the_year());
}

TEST_CASE("a year without a factor, or no year at all, has no mass") {
  CHECK_FALSE(
      yearly_mass({{2020, Joules{kwh}}, {2022, Joules{kwh}}}, rows, FactorKind::grid, "national"));
  CHECK_FALSE(yearly_mass({}, rows, FactorKind::grid, "national"));
}

TEST_CASE("each kind of factor has its name, and back") {
  for (const std::string_view text : {"grid", "residual", "genset", "calorific", "equivalent"}) {
    const auto kind = factor_kind_from_name(text);
    REQUIRE(kind);
    CHECK(name(*kind) == text);
  }
  CHECK(factor_kind_from_name("equivalent") == FactorKind::equivalent);
  CHECK_FALSE(factor_kind_from_name("coal"));
}
