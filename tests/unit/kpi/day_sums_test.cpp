#include "kpi/day_sums.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "kpi/sums_by_time.h"
#include "kpi/window.h"
#include "random_row.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

const auto kolkata = Zone::fixed("Asia/Kolkata", 5h + 30min);
const UtcTime midnight = *parse_rfc3339("2026-03-01T00:00:00+05:30");
/// The grid's carbon-free share of the day's first two hours.
const HourlySeries series({{midnight, Millionths{250'000}}, {midnight + 1h, Millionths{500'000}}});

PeriodSums by_parts(const std::vector<site::SiteInterval>& row) {
  SumsByTime sums(kolkata, two_meters, series);
  sums.put(row);
  return sums.over(day_at(midnight, kolkata));
}

PeriodSums in_order(const std::vector<site::SiteInterval>& row) {
  DaySums day(kolkata, two_meters, series);
  for (const auto& one : row) day.add(one);
  return day.take();
}

}  // namespace

TEST_CASE("a day in order comes to what its hours and quarter hours come to") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    INFO("seed " << seed);
    const auto row = RandomRow(seed).intervals(midnight, 96);
    CHECK(in_order(row) == by_parts(row));
  }
}

TEST_CASE("one interval without its meters leaves the day's single meters unknown") {
  auto row = RandomRow(7).intervals(midnight, 96);
  for (const std::size_t dropped : {std::size_t{0}, std::size_t{40}, row.size() - 1}) {
    auto some = row;
    some[dropped].meters.clear();
    CHECK(in_order(some) == by_parts(some));
    CHECK(in_order(some).meters.empty());
  }
}

TEST_CASE("a day taken begins the next one") {
  const auto row = RandomRow(9).intervals(midnight, 96);
  DaySums day(kolkata, two_meters, series);
  CHECK(day.take() == PeriodSums{});
  for (const auto& one : RandomRow(8).intervals(midnight - 24h, 96)) day.add(one);
  day.take();
  for (const auto& one : row) day.add(one);
  CHECK(day.take() == by_parts(row));
}
