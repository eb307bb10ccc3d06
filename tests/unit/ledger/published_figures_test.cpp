#include "ledger/published_figures.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr UtcTime midnight{1'772'294'400s};  // 2026-02-28T16:00:00Z, 1 March in Shanghai
const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);

site::SiteInterval quarter_at(int index, std::int64_t facility, std::int64_t it) {
  site::SiteInterval interval;
  interval.interval = {midnight + index * 15min, midnight + (index + 1) * 15min};
  interval.quality = energy::Quality::measured;
  interval.facility = Joules{facility};
  interval.it = Joules{it};
  return interval;
}

}  // namespace

TEST_CASE("sums take usable intervals, and cover those that nothing speaks against") {
  std::vector<site::SiteInterval> intervals;
  for (int i = -1; i < 6; ++i) intervals.push_back(quarter_at(i, 130, 100));
  intervals[2].it.reset();                             // 1: not usable
  intervals[3].estimated_it = Joules{5};               // 2: 5 %, usable and not covered
  intervals[4].estimated_it = Joules{6};               // 3: not usable
  intervals[5].clock_stepped = true;                   // 4: usable and not covered
  intervals[6].gap = Period{midnight, midnight + 2h};  // 5: reaches beyond the period
  const Period period{midnight, midnight + 90min};
  const auto sums = figures_of(PublishedFigures::Part::day, period, intervals, UtcTime{0s});
  CHECK(sums.facility == Joules{4 * 130});
  CHECK(sums.it == Joules{4 * 100});
  CHECK(sums.covered == 15min);
  const auto wider =
      figures_of(PublishedFigures::Part::day, {midnight, midnight + 2h}, intervals, UtcTime{0s});
  CHECK(wider.covered == 30min);
  const auto late = figures_of(PublishedFigures::Part::day, period, intervals, midnight + 60min);
  CHECK(late.it == Joules{200});
  const auto none = figures_of(PublishedFigures::Part::day, period, {}, UtcTime{0s});
  CHECK_FALSE(none.facility);
}

TEST_CASE("a local midnight ends a day, the first of a month both") {
  CHECK(parts_ending(midnight + 15min, shanghai).empty());
  const auto day = parts_ending(midnight + 24h, shanghai);
  REQUIRE(day.size() == 1);
  CHECK(day[0].second == Period{midnight, midnight + 24h});
  const auto month = parts_ending(midnight, shanghai);
  REQUIRE(month.size() == 2);
  CHECK(month[1].first == PublishedFigures::Part::month);
  CHECK(month[1].second == Period{midnight - 28 * 24h, midnight});
}

TEST_CASE("published figures are bytes in one form only") {
  PublishedFigures entry;
  entry.period = {UtcTime{0s}, UtcTime{64ns}};
  entry.facility = Joules{-1};
  entry.covered = Duration{2};
  entry.method = 3;
  CHECK(encode(entry) == "\x01\x00\x40\x01\x01\x02\x03"s);
  CHECK(*decode_figures(encode(entry)) == entry);
  entry.part = PublishedFigures::Part::month;
  entry.it = Joules{1};
  const auto bytes = encode(entry);
  CHECK(bytes == "\x02\x00\x40\x03\x01\x02\x02\x03"s);
  CHECK(*decode_figures(bytes) == entry);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(decode_figures(bytes.substr(0, size)).has_error());
  CHECK(decode_figures("\x03\x00\x40\x00\x02\x03"s).has_error());
  CHECK(decode_figures("\x01\x00\x40\x04\x02\x03"s).has_error());
  CHECK(decode_figures("\x01\x00\x40\x00\x41\x03"s).has_error());  // 65 ns covered of 64
}
