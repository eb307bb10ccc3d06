#include "kpi/coal_equivalent.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;

namespace {

constexpr std::int64_t kwh = 3'600'000;

EnergyFactor row(FactorKind kind, int year, std::int64_t factor) {
  return {kind, "national", year, factor, "a standard", "assumed"};
}

const std::vector rows = {row(FactorKind::calorific, 2008, 122'900),
                          row(FactorKind::equivalent, 2022, 300'000)};

Joules kilowatt_hours(std::int64_t count) { return Joules{count * kwh}; }

}  // namespace

TEST_CASE("electricity in standard coal, by both ways of counting") {
  // GB/T 2589: 10,000 kWh · 0.1229 kgce/kWh = 1,229 kgce = 1.229 tce; at 0.3 kgce/kWh 3 tce.
  const auto coal = coal_equivalent({{2026, kilowatt_hours(10'000)}}, rows);
  REQUIRE(coal.calorific);
  REQUIRE(coal.equivalent);
  CHECK(tonnes(coal.calorific->sum) == 1.229);
  CHECK(tonnes(coal.equivalent->sum) == 3.0);
}

TEST_CASE("a year before the first row has no coal equivalent of that way") {
  const auto coal = coal_equivalent({{2021, kilowatt_hours(10'000)}}, rows);
  CHECK(coal.calorific);
  CHECK_FALSE(coal.equivalent);
}

TEST_CASE("5,000 tce a year are 40.7 GWh, or 4.6 MW all year") {
  // 5,000 t / 0.1229 kg/kWh = 40,683,482.5 kWh; / 8,760 h = 4,644 kW.
  const auto below = mass(kilowatt_hours(40'683'482), 122'900);
  const auto above = mass(kilowatt_hours(40'683'483), 122'900);
  CHECK_FALSE(is_key_user(below));
  CHECK(is_key_user(above));
  CHECK(is_key_user(Milligrams{5'000'000'000'000}));
  CHECK_FALSE(is_key_user(Milligrams{4'999'999'999'999}));
}

TEST_CASE("a retrofit saves the difference of both PUEs on the load after it") {
  // Before: 1,600 / 1,000 kWh = 1.6. After: 2,600 / 2,000 = 1.3. (1.6 − 1.3) · 2,000 = 600 kWh.
  const PuePeriod base{kilowatt_hours(1'600), kilowatt_hours(1'000), {}};
  const PuePeriod after{kilowatt_hours(2'600), kilowatt_hours(2'000), {}};
  const auto saving = retrofit_saving(base, after);
  REQUIRE(saving);
  CHECK(saving->energy == kilowatt_hours(600));
  CHECK_FALSE(saving->standard_uncertainty);
  // 600 kWh · 0.1229 = 73.74 kgce.
  CHECK(kilograms(mass(saving->energy, 122'900)) == 73.74);
}

TEST_CASE("the uncertainty of a saving is that of two independent PUEs") {
  // u = √(0.003² + 0.004²) = 0.005; · 2,000 kWh = 10 kWh.
  PuePeriod base{kilowatt_hours(1'600), kilowatt_hours(1'000), 0.003};
  PuePeriod after{kilowatt_hours(2'600), kilowatt_hours(2'000), 0.004};
  CHECK(retrofit_saving(base, after)->standard_uncertainty == kilowatt_hours(10));
  base.standard_uncertainty.reset();
  CHECK_FALSE(retrofit_saving(base, after)->standard_uncertainty);
  base.standard_uncertainty = 0.003;
  after.standard_uncertainty.reset();
  CHECK_FALSE(retrofit_saving(base, after)->standard_uncertainty);
}

TEST_CASE("a retrofit that made it worse saves less than nothing, rounded down") {
  // 10 / 3 · 1 = 3.33… → 3; less 5 is −2.
  const auto saving = retrofit_saving({Joules{10}, Joules{3}, {}}, {Joules{5}, Joules{1}, {}});
  CHECK(saving->energy == Joules{-2});
}

TEST_CASE("years of a 100 MW site are compared without overflow") {
  // 1.5 and 1.3 on 876 GWh = 3.1536e15 J of IT: 0.2 · 3.1536e15 = 6.3072e14 J.
  const Joules it{3'153'600'000'000'000};
  const auto saving = retrofit_saving({Joules{4'730'400'000'000'000}, it, {}},
                                      {Joules{4'099'680'000'000'000}, it, {}});
  CHECK(saving->energy == Joules{630'720'000'000'000});
}

TEST_CASE("without IT energy there is no saving") {
  const PuePeriod good{Joules{2}, Joules{1}, {}};
  const PuePeriod idle{Joules{2}, Joules{0}, {}};
  CHECK(retrofit_saving(good, good));
  CHECK_FALSE(retrofit_saving(idle, good));
  CHECK_FALSE(retrofit_saving(good, idle));
}
