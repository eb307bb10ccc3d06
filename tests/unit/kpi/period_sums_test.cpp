#include "kpi/period_sums.h"

#include <catch2/catch.hpp>

#include "random_row.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;
using energy::Quality;

namespace {

const UtcTime midnight{};

PeriodSums joined(const std::vector<site::SiteInterval>& row, std::size_t from, std::size_t to) {
  PeriodSums sums;
  for (auto i = from; i < to; ++i) append(sums, sums_of(row[i], two_meters));
  return sums;
}
PeriodSums joined(const Quarters& quarters) {
  return joined(quarters.closed, 0, quarters.closed.size());
}

/// The row cut at random places, the parts of it cut again, joined from the inside out.
PeriodSums split_and_joined(const std::vector<site::SiteInterval>& row, std::size_t from,
                            std::size_t to, RandomRow& dice) {
  if (to - from <= 1 || dice.one_in(5)) return joined(row, from, to);
  const auto cut = static_cast<std::size_t>(
      dice.number(static_cast<std::int64_t>(from), static_cast<std::int64_t>(to)));
  auto sums = split_and_joined(row, from, cut, dice);
  append(sums, split_and_joined(row, cut, to, dice));
  return sums;
}

energy::IntervalEnergy meter(Quality quality, std::int64_t imported, std::int64_t exported = 0) {
  return {{midnight, midnight + 15min}, quality, Joules{imported}, Joules{exported}, {}};
}

}  // namespace

TEST_CASE("sums do not depend on where a row of intervals was cut before it was joined") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    RandomRow dice(seed);
    const auto row = dice.intervals(midnight, 60);
    const auto whole = joined(row, 0, row.size());
    for (int i = 0; i < 20; ++i) {
      INFO(seed << " " << i);
      CHECK(split_and_joined(row, 0, row.size(), dice) == whole);
    }
  }
}

TEST_CASE("nothing joined with something is that something, from both sides") {
  const auto some = joined(Quarters(midnight).add(3, 1250, 1000));
  PeriodSums sums;
  append(sums, some);
  CHECK(sums == some);
  append(sums, PeriodSums{});
  CHECK(sums == some);
}

TEST_CASE("times and energies of a row with a missing interval") {
  const auto sums = joined(Quarters(midnight).add(2, 1250, 1000).missing(1).add(1300, 1000));
  CHECK(sums.span == Period{midnight, midnight + 1h});
  CHECK(sums.closed == 1h);
  CHECK(sums.usable == 45min);
  CHECK(sums.covered == 45min);
  CHECK(sums.facility->count == 3800);  // 1250 + 1250 + 1300
  CHECK(sums.it->count == 3000);
}

TEST_CASE("a run ends at an unusable interval and at a hole in time") {
  Quarters quarters(midnight);
  quarters.add(2, 1250, 1000).missing(2).add(1250, 1000);
  CHECK(joined(quarters).runs == 2);
  quarters.next += 15min;  // no interval at all here
  quarters.add(1250, 1000).add(1250, 1000);
  CHECK(joined(quarters).runs == 3);
  CHECK(joined(Quarters(midnight).missing(3)).runs == 0);
}

TEST_CASE("a meter's readings telescope while its own register bounds them") {
  const auto runs_of = [](const std::vector<Quality>& qualities) {
    Quarters quarters(midnight);
    for (const auto quality : qualities) {
      quarters.add(1250, 1000);
      quarters.closed.back().meters = {meter(quality, 1250), meter(Quality::measured, 1000)};
    }
    const auto sums = joined(quarters);
    CHECK(sums.meters[1].runs == 1);
    return sums.meters[0].runs;
  };
  const auto m = Quality::measured;
  const auto s = Quality::substituted;
  CHECK(runs_of({m, Quality::recovered, m, m}) == 1);
  CHECK(runs_of({m, Quality::integrated, m}) == 2);  // a reset: the register began anew
  CHECK(runs_of({m, Quality::estimated, Quality::estimated, m}) == 2);
  CHECK(runs_of({m, s, s, m}) == 3);  // the second meter's register has two ends of its own
  CHECK(runs_of({s, Quality::integrated, s}) == 2);
  CHECK(runs_of({m, Quality::edited, m}) == 2);  // a swap with both readings
  CHECK(runs_of({Quality::integrated, Quality::integrated}) == 0);
}

TEST_CASE("the grid's part of the load is known when each interval knows it") {
  // Generation beside an unknown export: nobody knows what was used on site.
  auto row = Quarters(midnight).add(2, 1250, 1000).closed;
  for (auto& one : row) one.exported = Joules{0};
  REQUIRE(joined(row, 0, 2).grid_load_known);
  row[1].sources[static_cast<std::size_t>(site::Role::solar)] = Joules{300};
  row[1].exported.reset();
  CHECK_FALSE(joined(row, 1, 2).grid_load_known);
  CHECK_FALSE(joined(row, 0, 2).grid_load_known);
  std::swap(row[0], row[1]);
  std::swap(row[0].interval, row[1].interval);
  CHECK_FALSE(joined(row, 0, 2).grid_load_known);
}

TEST_CASE("what a second meter measured is told apart") {
  Quarters quarters(midnight);
  for (const auto quality : {Quality::measured, Quality::substituted, Quality::substituted}) {
    quarters.add(1250, 1000);
    quarters.closed.back().meters = {meter(quality, 1300, 50), meter(Quality::measured, 1000)};
  }
  CHECK(joined(quarters).meters[0].substituted.count == 2500);
  CHECK(joined(quarters).meters[1].substituted.count == 0);
}

TEST_CASE("a gap is covered only in a window that holds all of it") {
  // 00:15 to 00:45 recovered as one; the window of the first half hour holds one part of it.
  const Period gap{midnight + 15min, midnight + 45min};
  const auto quarters =
      Quarters(midnight).add(1250, 1000).recovered(2, 1250, 1000, gap).add(1250, 1000);
  const auto half = joined(quarters.closed, 0, 2);
  CHECK(half.covered == 15min);
  CHECK(half.spanning == std::vector<PeriodSums::Spanning>{{gap, 15min}});
  CHECK(covered_in(half, {midnight, midnight + 30min}) == 15min);
  CHECK(covered_in(half, {midnight, midnight + 1h}) == 30min);
  const auto whole = joined(quarters);
  CHECK(whole.covered == 1h);
  CHECK(whole.spanning.empty());
}

TEST_CASE("a gap that began before the window stays uncovered in it") {
  const Period gap{midnight - 15min, midnight + 30min};
  const auto sums = joined(Quarters(midnight).recovered(2, 1250, 1000, gap).add(2, 1250, 1000));
  CHECK(covered_in(sums, {midnight, midnight + 1h}) == 30min);
  CHECK(covered_in(sums, {midnight - 15min, midnight + 1h}) == 1h);
}

TEST_CASE("an estimate beyond 1 % leaves an interval usable but uncovered") {
  auto quarters = Quarters(midnight).add(2, 1000, 1000);
  quarters.closed[1].estimated_it = Joules{11};
  const auto sums = joined(quarters);
  CHECK(sums.usable == 30min);
  CHECK(sums.covered == 15min);
  CHECK(sums.estimated_it == Joules{11});
  CHECK(sums.estimated_facility == Joules{});
}

TEST_CASE("a level of IT is unknown as soon as one usable interval lacks it") {
  auto quarters = Quarters(midnight).add(3, 1250, 1000);
  for (auto& one : quarters.closed) one.it_levels = {Joules{1000}, Joules{980}, std::nullopt};
  CHECK(joined(quarters).it_levels[1] == Joules{2940});  // 3 · 980
  quarters.closed[1].it_levels[1].reset();
  const auto sums = joined(quarters);
  CHECK(sums.it_levels[0] == Joules{3000});
  CHECK_FALSE(sums.it_levels[1]);
  CHECK_FALSE(sums.it_levels[2]);
}

TEST_CASE("an unusable interval takes no level away") {
  auto quarters = Quarters(midnight).missing(1).add(1250, 1000).missing(1).add(1250, 1000);
  for (auto& one : quarters.closed)
    if (one.usable()) one.it_levels[0] = Joules{1000};
  CHECK(joined(quarters).it_levels[0] == Joules{2000});
}

TEST_CASE("meters are summed over the usable intervals, by how their energy was found") {
  auto quarters = Quarters(midnight).add(2, 1250, 1000).missing(1).add(1250, 1000);
  auto& row = quarters.closed;
  row[0].meters = {meter(Quality::measured, 100), meter(Quality::integrated, 10, 40)};
  row[1].meters = {meter(Quality::recovered, 200), meter(Quality::estimated, 0, 7)};
  row[2].meters = {meter(Quality::measured, 9999), meter(Quality::missing, 0)};
  row[3].meters = {meter(Quality::measured, 50), meter(Quality::measured, 5)};
  row[0].meters[0].clamped = Joules{2};
  row[3].meters[0].clamped = Joules{3};
  row[0].meters[0].resolution = Joules{3600};
  row[3].meters[0].resolution = Joules{36};
  const auto sums = joined(row, 0, 4);
  REQUIRE(sums.meters.size() == 2);
  CHECK(sums.meters[0].net.count == 350);
  CHECK(sums.meters[0].clamped.count == 5);
  CHECK(sums.meters[0].resolution.count == 3600);
  CHECK(sums.meters[0].worst == Quality::recovered);
  // Nets −30 (from power, size 30), −7 (estimated, size 7) and 5.
  CHECK(sums.meters[1].net.count == -32);
  CHECK(sums.meters[1].integrated.count == 30);
  CHECK(sums.meters[1].estimated.count == 7);
  CHECK(sums.meters[1].worst == Quality::estimated);
}

TEST_CASE("sums with an interval that does not carry its meters have none") {
  auto quarters = Quarters(midnight).add(3, 1250, 1000);
  for (const auto i : {0U, 2U})
    quarters.closed[i].meters = {meter(Quality::measured, 1), meter(Quality::measured, 1)};
  CHECK(joined(quarters).meters.empty());
}

TEST_CASE("batteries move the difference of what went in and what came out") {
  auto quarters = Quarters(midnight).add(2, 1250, 1000);
  quarters.closed[0].battery_charge = Joules{30};
  quarters.closed[0].battery_discharge = Joules{10};
  quarters.closed[1].battery_discharge = Joules{25};
  CHECK(joined(quarters).storage_net.count == 45);  // |10 − 30| + |25 − 0|
}
