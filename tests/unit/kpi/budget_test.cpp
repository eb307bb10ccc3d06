#include "kpi/budget.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

// A flat load of 1 MW over 365 days, 8760 h, cap 1.25, target 1.22: the whole budget is
// 0.03 · 8760 MWh = 262.8 MWh. January to June are 181 days, 4344 h; the rest 184 days, 4416 h.
namespace {

constexpr Millionths cap{1'250'000};
constexpr double megawatt_hours = 3.6e9;
constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

Target flat_target() {
  OwnTarget own;
  own.monthly.fill(1.22);
  return *target_below(cap, own, {});
}

/// At 1 MW of IT.
MonthToDate month(unsigned number, double pue, Duration usable, Duration elapsed) {
  const double it = 1e6 * std::chrono::duration<double>(usable).count();
  return {std::chrono::month{number}, Joules{std::llround(pue * it)}, Joules{std::llround(it)},
          usable, elapsed};
}

/// So many whole months at that PUE have passed, the rest is to come.
BudgetInputs year(unsigned passed, double pue) {
  BudgetInputs inputs;
  inputs.mean_it_power = Watts{1e6};
  inputs.recent_overhead_factor = (pue - 1) / 0.22;
  for (unsigned number = 1; number <= 12; ++number) {
    const Duration length = days[number - 1] * 24h;
    if (number <= passed)
      inputs.past.push_back(month(number, pue, length, length));
    else
      inputs.rest.push_back({std::chrono::month{number}, length});
  }
  return inputs;
}

}  // namespace

TEST_CASE("a budget of a few joules is exact") {
  // To date 130 of 100 J; the rest 1 W · 100 s at T = 1.25: 125 J. (130 + 125) / 200 = 1.275;
  // (1.5 − 1.25) · 200 = 50 J, used 130 − 125: 45 J left; (1.5 · 200 − 130) / 100 = 1.7.
  OwnTarget own;
  own.monthly.fill(1.25);
  const Millionths wide{1'500'000};
  BudgetInputs inputs;
  inputs.past = {{std::chrono::January, Joules{130}, Joules{100}, 100s, 100s}};
  inputs.rest = {{std::chrono::March, 100s}};
  inputs.mean_it_power = Watts{1};
  const auto result = budget(wide, *target_below(wide, own, {}), inputs);
  REQUIRE(result);
  CHECK(result->landing == Approx(1.275).epsilon(1e-12));
  CHECK(result->whole_joules == Approx(50).epsilon(1e-12));
  CHECK(result->remaining_joules == Approx(45).epsilon(1e-12));
  CHECK(*result->remaining_ratio == Approx(0.9).epsilon(1e-12));
  CHECK_FALSE(result->required);  // less than a day is left
  inputs.rest = {{std::chrono::March, 48h}};
  // Two days of 1 W are 172,800 J: (1.5 · 172,900 − 130) / 172,800.
  CHECK(*budget(wide, *target_below(wide, own, {}), inputs)->required ==
        Approx(259'220.0 / 172'800).epsilon(1e-12));
}

TEST_CASE("a year of which nothing is known yet is what is expected of the rest") {
  OwnTarget own;
  own.monthly.fill(1.25);
  const Millionths wide{1'500'000};
  BudgetInputs inputs;
  inputs.past = {{std::chrono::January, Joules{}, Joules{}, 0s, 100s}};
  inputs.rest = {{std::chrono::March, 48h}};
  inputs.mean_it_power = Watts{1};
  const auto result = budget(wide, *target_below(wide, own, {}), inputs);
  REQUIRE(result);
  CHECK(result->landing == Approx(1.25).epsilon(1e-12));
  CHECK(result->whole_joules == Approx(0.25 * 172'800).epsilon(1e-12));
}

TEST_CASE("a year on target uses nothing of its budget") {
  const auto result = budget(cap, flat_target(), year(6, 1.22));
  REQUIRE(result);
  CHECK(result->whole_joules == Approx(262.8 * megawatt_hours).epsilon(1e-9));
  CHECK(result->remaining_joules == Approx(262.8 * megawatt_hours).epsilon(1e-9));
  CHECK(*result->remaining_ratio == Approx(1).epsilon(1e-9));
  CHECK(result->landing == Approx(1.22).epsilon(1e-9));
  const auto& parts = result->parts;
  CHECK(parts.facility_to_date == Approx(1.22 * parts.it_to_date).epsilon(1e-9));
  CHECK(parts.target_to_date == Approx(1.22 * parts.it_to_date).epsilon(1e-9));
  CHECK(parts.facility_rest == Approx(1.22 * parts.it_rest).epsilon(1e-9));
  CHECK(parts.it_to_date + parts.it_rest == Approx(result->whole_joules / 0.03).epsilon(1e-9));
  // (1.25 · 8760 − 1.22 · 4344) / 4416 = 5650.32 / 4416
  CHECK(*result->required == Approx(1.2795109).epsilon(1e-7));
}

TEST_CASE("a year on the cap uses its budget evenly") {
  // Used 0.03 · 4344 = 130.32 MWh, left 132.48 of 262.8: 4416/8760.
  const auto result = budget(cap, flat_target(), year(6, 1.25));
  CHECK(result->remaining_joules == Approx(132.48 * megawatt_hours).epsilon(1e-9));
  CHECK(*result->remaining_ratio == Approx(4416.0 / 8760).epsilon(1e-9));
  CHECK(*result->required == Approx(1.25).epsilon(1e-9));
  CHECK(result->landing == Approx(1.25).epsilon(1e-9));
}

TEST_CASE("an overdrawn budget is negative, and the rest of the year must be below the cap") {
  // Used 0.08 · 4344 = 347.52: −84.72 MWh are left. (10950 − 1.3 · 4344) / 4416 = 1.2008152
  const auto result = budget(cap, flat_target(), year(6, 1.30));
  CHECK(result->remaining_joules == Approx(-84.72 * megawatt_hours).epsilon(1e-9));
  CHECK(*result->remaining_ratio == Approx(-0.3223744).epsilon(1e-6));
  CHECK(*result->required == Approx(1.2008152).epsilon(1e-7));
  CHECK(result->landing == Approx(1.30).epsilon(1e-9));
}

TEST_CASE("the year lands where the rest, going on like the last 30 days, takes it") {
  // Past at 1.30, the last 30 days at half the target's overhead, 1.11:
  // (1.30 · 4344 + 1.11 · 4416) / 8760 = 10548.96 / 8760
  auto inputs = year(6, 1.30);
  inputs.recent_overhead_factor = 0.5;
  CHECK(budget(cap, flat_target(), inputs)->landing == Approx(1.2042192).epsilon(1e-7));
}

TEST_CASE("a month with half of its time usable stands for all of it") {
  auto inputs = year(6, 1.30);
  inputs.past[2] = month(3, 1.30, 31 * 12h, 31 * 24h);
  const auto result = budget(cap, flat_target(), inputs);
  CHECK(result->whole_joules == Approx(262.8 * megawatt_hours).epsilon(1e-9));
  CHECK(result->remaining_joules == Approx(-84.72 * megawatt_hours).epsilon(1e-9));
}

TEST_CASE("a month without any usable time is taken as the other months of the year to date") {
  auto inputs = year(6, 1.30);
  inputs.past[2] = month(3, 1.30, 0h, 31 * 24h);
  const auto result = budget(cap, flat_target(), inputs);
  CHECK(result->whole_joules == Approx(262.8 * megawatt_hours).epsilon(1e-9));
  CHECK(result->remaining_joules == Approx(-84.72 * megawatt_hours).epsilon(1e-9));
  CHECK(*result->required == Approx(1.2008152).epsilon(1e-7));
}

TEST_CASE("nothing is required of the last day") {
  auto inputs = year(12, 1.25);
  inputs.rest = {{std::chrono::December, 24h}};
  CHECK_FALSE(budget(cap, flat_target(), inputs)->required);
  inputs.rest = {{std::chrono::December, 24h + 15min}};
  CHECK(budget(cap, flat_target(), inputs)->required);
  inputs.rest.clear();
  const auto over = budget(cap, flat_target(), inputs);
  CHECK_FALSE(over->required);
  CHECK(*over->remaining_ratio == Approx(0).margin(1e-9));
}

TEST_CASE("months with their own targets have their own budgets") {
  // Cap 1.25: January 1.15 of 744 MWh: 74.4; July 1.31: −44.64. Together 29.76 MWh, of which a PUE
  // of 1.16 in January uses 0.01 · 744 = 7.44.
  Target target = flat_target();
  target.monthly[0] = 1.15;
  target.monthly[6] = 1.31;
  BudgetInputs inputs;
  inputs.mean_it_power = Watts{1e6};
  inputs.past = {month(1, 1.16, 744h, 744h)};
  inputs.rest = {{std::chrono::July, 744h}};
  const auto result = budget(cap, target, inputs);
  CHECK(result->whole_joules == Approx(29.76 * megawatt_hours).epsilon(1e-9));
  CHECK(result->remaining_joules == Approx(22.32 * megawatt_hours).epsilon(1e-9));
  CHECK(*result->remaining_ratio == Approx(0.75).epsilon(1e-9));
}

TEST_CASE("a budget that is not above zero has no ratio") {
  Target target = flat_target();
  target.monthly[6] = 1.31;
  BudgetInputs inputs;
  inputs.mean_it_power = Watts{1e6};
  inputs.rest = {{std::chrono::July, 744h}};
  const auto result = budget(cap, target, inputs);
  REQUIRE(result);
  CHECK(result->whole_joules < 0);
  CHECK_FALSE(result->remaining_ratio);
  target.monthly[6] = 1.25;  // on the cap: (1.25 − 1.25) · 744 MWh
  const auto nothing = budget(cap, target, inputs);
  REQUIRE(nothing);
  CHECK(nothing->whole_joules == 0);
  CHECK_FALSE(nothing->remaining_ratio);
}

TEST_CASE("less than a joule is a budget as well") {
  // 1 µW over 48 h: 0.1728 J
  OwnTarget own;
  own.monthly.fill(1.25);
  const Millionths wide{1'500'000};
  BudgetInputs inputs;
  inputs.rest = {{std::chrono::March, 48h}};
  inputs.mean_it_power = Watts{1e-6};
  const auto result = budget(wide, *target_below(wide, own, {}), inputs);
  REQUIRE(result);
  CHECK(result->whole_joules == Approx(0.25 * 0.1728).epsilon(1e-12));
  CHECK(*result->remaining_ratio == Approx(1).epsilon(1e-12));
  CHECK(*result->required == Approx(1.5).epsilon(1e-12));
}

TEST_CASE("a year without any IT energy has no budget") {
  auto inputs = year(0, 1.22);
  inputs.mean_it_power = Watts{0};
  CHECK_FALSE(budget(cap, flat_target(), inputs));
}

TEST_CASE("the budget burns at 1 on the cap, at 0 on target, backwards below it") {
  const auto target = flat_target();
  CHECK(burn_rate(1.25, std::chrono::May, target, cap) == Approx(1).epsilon(1e-9));
  CHECK(burn_rate(1.22, std::chrono::May, target, cap) == Approx(0).margin(1e-9));
  CHECK(burn_rate(1.19, std::chrono::May, target, cap) == Approx(-1).epsilon(1e-9));
}

TEST_CASE("the burn rate is against the target of the month, at the even rate of the year") {
  Target target = flat_target();
  target.monthly[6] = 1.31;
  CHECK(burn_rate(1.34, std::chrono::July, target, cap) == Approx(1).epsilon(1e-9));
}

TEST_CASE("2 % of the budget in a day is a burn rate of 7.3, 5 % in three 6.1, 10 % in 30 1.22") {
  // Even use is 1/365 a day: 0.02 · 365 = 7.3; 0.05 · 365/3 = 6.083; 0.1 · 365/30 = 1.2167.
  struct Row {
    double part;
    int days;
    double rate;
  };
  for (const auto& row : {Row{0.02, 1, 7.3}, Row{0.05, 3, 6.0833333}, Row{0.1, 30, 1.2166667}}) {
    const double pue = 1.22 + row.rate * 0.03;
    CHECK(burn_rate(pue, std::chrono::January, flat_target(), cap) ==
          Approx(row.rate).epsilon(1e-7));
    auto inputs = year(0, 1.22);
    inputs.past = {month(1, pue, row.days * 24h, row.days * 24h)};
    inputs.rest[0].left -= row.days * 24h;
    CHECK(*budget(cap, flat_target(), inputs)->remaining_ratio ==
          Approx(1 - row.part).epsilon(1e-7));
  }
}
