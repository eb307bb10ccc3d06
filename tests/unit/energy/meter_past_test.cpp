#include "energy/meter_past.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::energy;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime noon{1'772'366'400s};  // Sunday 2026-03-01T12:00:00Z
constexpr auto week = 168h;

IntervalEnergy measured(UtcTime start, std::int64_t imported, std::int64_t exported = 0) {
  IntervalEnergy one;
  one.interval = {start, start + 15min};
  one.quality = Quality::measured;
  one.imported = Joules{imported};
  one.exported = Joules{exported};
  return one;
}

Period quarter(UtcTime start) { return {start, start + 15min}; }

MeterPast past_of(std::initializer_list<IntervalEnergy> intervals,
                  Zone zone = Zone::fixed("UTC", 0s)) {
  MeterPast past(std::move(zone));
  for (const auto& interval : intervals) past.remember(interval);
  return past;
}

}  // namespace

TEST_CASE("an estimate is the mean of the same hour one, two and three weeks before") {
  const auto past = past_of({measured(noon - 3 * week, 100, 8), measured(noon - 2 * week, 40, 1),
                             measured(noon - week, 70, 3)});
  const auto estimated = past.same_hours(quarter(noon + 30min));
  REQUIRE(estimated);
  CHECK(estimated->quality == Quality::estimated);
  CHECK(estimated->interval == quarter(noon + 30min));
  CHECK(estimated->imported == Joules{70});  // (100 + 40 + 70) / 3
  CHECK(estimated->exported == Joules{4});   // (8 + 1 + 3) / 3
}

TEST_CASE("of an hour that is known in part the known quarter hours count") {
  const auto past = past_of({measured(noon - week, 100), measured(noon - week + 45min, 51)});
  CHECK(past.same_hours(quarter(noon))->imported == Joules{75});  // 151 / 2, rounded down
}

TEST_CASE("weeks that are not known are left out, and without any there is no estimate") {
  const auto past = past_of({measured(noon - 3 * week, 90), measured(noon - 1h, 5)});
  CHECK(past.same_hours(quarter(noon))->imported == Joules{90});
  CHECK_FALSE(past.same_hours(quarter(noon + 1h)));
  CHECK_FALSE(past_of({}).same_hours(quarter(noon)));
  // Four weeks are too long ago, one day is another day.
  CHECK_FALSE(past_of({measured(noon - 4 * week, 90)}).same_hours(quarter(noon)));
  CHECK_FALSE(past_of({measured(noon - 24h, 90)}).same_hours(quarter(noon)));
}

TEST_CASE("the same hour is the local one") {
  // An hour ahead from six hours before noon on: local 13:00 was 13:00 UTC a week before.
  const Zone zone("local", {{UtcTime{}, 0s}, {noon - 6h, 3600s}});
  const auto past = past_of({measured(noon - week, 1), measured(noon - week + 1h, 2)}, zone);
  CHECK(past.same_hours(quarter(noon))->imported == Joules{2});
}

TEST_CASE("what comes late is remembered in its place, and three weeks are kept") {
  auto past = past_of({measured(noon, 1), measured(noon - week, 70)});
  CHECK(past.same_hours(quarter(noon))->imported == Joules{70});
  past.remember(measured(noon + 3 * week, 5));
  past.remember(measured(noon - week, 1000));  // four weeks before the newest: dropped
  CHECK(past.same_hours(quarter(noon + 3 * week))->imported == Joules{1});  // of `noon`
  CHECK_FALSE(past.same_hours(quarter(noon + week - 1h)));
}

TEST_CASE("after years of silence the past begins anew") {
  auto past = past_of({measured(noon - 500 * week, 9), measured(noon - week, 70)});
  CHECK(past.same_hours(quarter(noon))->imported == Joules{70});
}

TEST_CASE("a short gap lies on the line between its neighbours") {
  // 100 → 50 in 5 steps; 0 → 9 in 5 steps of 1.8, rounded down
  const auto gap = on_a_line(measured(noon - 15min, 100, 0), measured(noon + 1h, 50, 9), 4);
  REQUIRE(gap.size() == 4);
  const std::vector<std::int64_t> imported = {90, 80, 70, 60};
  const std::vector<std::int64_t> exported = {1, 3, 5, 7};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(gap[i].interval == quarter(noon + static_cast<int>(i) * 15min));
    CHECK(gap[i].quality == Quality::estimated);
    CHECK(gap[i].imported == Joules{imported[i]});
    CHECK(gap[i].exported == Joules{exported[i]});
  }
}

TEST_CASE("only what was measured, in whatever way, says something of other intervals") {
  for (const auto quality :
       {Quality::measured, Quality::recovered, Quality::integrated, Quality::edited}) {
    auto one = measured(noon, 1);
    one.quality = quality;
    CHECK(is_measured(one));
  }
  for (const auto quality : {Quality::substituted, Quality::estimated, Quality::missing}) {
    auto one = measured(noon, 1);
    one.quality = quality;
    CHECK_FALSE(is_measured(one));
  }
}

TEST_CASE("an hour beyond three weeks is kept for a change of offset, and no more") {
  // Of the quarter hours one and two hours before noon three weeks ago the second is too old, told
  // before the newest or after it.
  const auto before = noon - 3 * week;
  auto past = past_of({measured(before - 2h, 7), measured(before - 1h, 8), measured(noon, 1)});
  CHECK(past.same_hours(quarter(noon - 1h))->imported == Joules{8});
  CHECK_FALSE(past.same_hours(quarter(noon - 2h)));
  past.remember(measured(before - 2h, 7));
  CHECK_FALSE(past.same_hours(quarter(noon - 2h)));
  auto late = past_of({measured(noon, 1), measured(before - 2h, 7), measured(before - 1h, 8)});
  CHECK(late.same_hours(quarter(noon - 1h))->imported == Joules{8});
  CHECK_FALSE(late.same_hours(quarter(noon - 2h)));
}
