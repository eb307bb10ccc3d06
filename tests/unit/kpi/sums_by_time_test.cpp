#include "kpi/sums_by_time.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "kpi/window.h"
#include "random_row.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

UtcTime utc(const char* text) { return *parse_rfc3339(text); }

const auto shanghai = Zone::fixed("Asia/Shanghai", 8h);
const auto kolkata = Zone::fixed("Asia/Kolkata", 5h + 30min);
/// CEST from 29 March 01:00Z to 25 October 01:00Z.
const Zone berlin("Europe/Berlin", {{utc("2025-10-26T01:00:00Z"), 1h},
                                    {utc("2026-03-29T01:00:00Z"), 2h},
                                    {utc("2026-10-25T01:00:00Z"), 1h}});
/// Lord Howe's half hour of summer time ends on 5 April 2026 at 02:00 (+11) = 15:00Z the day
/// before.
const Zone lord_howe("Australia/Lord_Howe", {{utc("2025-10-04T15:30:00Z"), 11h},
                                             {utc("2026-04-04T15:00:00Z"), 10h + 30min},
                                             {utc("2026-10-03T15:30:00Z"), 11h}});

/// What a loop over the intervals says, without any joining.
struct Plain {
  Duration closed{0};
  Duration usable{0};
  Duration covered{0};
  std::int64_t runs = 0;
  std::int64_t facility = 0;
  std::int64_t it = 0;
  std::array<std::int64_t, 2> meters{};
  std::int64_t load_of_whole_hours = 0;
  bool operator==(const Plain&) const = default;
};

/// An hour begins where the wall clock shows a full one, before and after any change of offset.
bool begins_hour(UtcTime t, const Zone& zone) {
  const auto full = [&](auto offset) { return (t + offset).time_since_epoch() % 1h == 0s; };
  return full(zone.offset_at(t)) && full(zone.offset_at(t - 1ns));
}
Period local_hour(UtcTime t, const Zone& zone) {
  Period hour{t, t + 15min};
  while (!begins_hour(hour.start, zone)) hour.start -= 15min;
  while (!begins_hour(hour.end, zone)) hour.end += 15min;
  return hour;
}

Plain plain_sums(const std::vector<site::SiteInterval>& row, const Period& period,
                 const Zone& zone) {
  Plain sums;
  UtcTime run_end{Duration::min()};
  for (const auto& one : row) {
    if (!period.contains(one.interval)) continue;
    sums.closed += 15min;
    if (!one.usable()) continue;
    sums.usable += 15min;
    if (one.coverable() && (!one.gap || period.contains(*one.gap))) sums.covered += 15min;
    if (run_end != one.interval.start) ++sums.runs;
    run_end = one.interval.end;
    sums.facility += one.facility->count;
    sums.it += one.it->count;
    for (std::size_t i = 0; i < 2; ++i)
      if (one.meters[i].quality != energy::Quality::missing)
        sums.meters[i] += one.meters[i].net().count;
    if (period.contains(local_hour(one.interval.start, zone)))
      sums.load_of_whole_hours += one.facility->count;
  }
  return sums;
}

Plain plain(const PeriodSums& sums, const Period& period) {
  Plain result{sums.closed, sums.usable, covered_in(sums, period), sums.runs};
  result.facility = sums.facility.value_or(Joules{}).count;
  result.it = sums.it.value_or(Joules{}).count;
  for (std::size_t i = 0; i < sums.meters.size(); ++i) result.meters[i] = sums.meters[i].net.count;
  result.load_of_whole_hours = sums.renewable.hour_load.count;
  return result;
}

void put_all(SumsByTime& sums, const std::vector<site::SiteInterval>& row) {
  for (const auto& one : row) sums.put(one);
}

void check_random_periods(const Zone& zone, UtcTime from) {
  RandomRow dice(7);
  constexpr int quarters_of_three_days = 300;
  const auto row = dice.intervals(from, quarters_of_three_days);
  SumsByTime sums(zone, two_meters);
  put_all(sums, row);
  for (int i = 0; i < 400; ++i) {
    const auto start = from + dice.number(-4, quarters_of_three_days) * quarter;
    const Period period{start, start + dice.number(0, quarters_of_three_days) * quarter};
    INFO(zone.name() << " " << format_rfc3339(period.start, 0s) << " "
                     << format_rfc3339(period.end, 0s));
    CHECK(plain(sums.over(period), period) == plain_sums(row, period, zone));
  }
}

}  // namespace

TEST_CASE("the sums of any period are those of a loop over its intervals") {
  check_random_periods(shanghai, utc("2026-02-27T15:00:00Z"));  // over the end of a month
  check_random_periods(kolkata, utc("2026-12-30T17:30:00Z"));   // over the end of a year
}

TEST_CASE("the same over the changes to and from summer time") {
  check_random_periods(berlin, utc("2026-03-27T23:00:00Z"));
  check_random_periods(berlin, utc("2026-10-23T22:00:00Z"));
  check_random_periods(lord_howe, utc("2026-04-03T13:00:00Z"));
  check_random_periods(lord_howe, utc("2026-10-02T13:30:00Z"));
}

TEST_CASE("a new version of an interval replaces the old one in every sum") {
  Quarters quarters(utc("2026-03-01T00:00:00+08:00"));
  quarters.add(96, 1250, 1000);
  SumsByTime sums(shanghai, {});
  put_all(sums, quarters.closed);
  auto second = quarters.closed[50];
  second.version = 2;
  second.facility = Joules{1350};
  sums.put(second);
  const auto month = month_at(second.interval.start, shanghai);
  for (const auto& period : {second.interval, hour_at(second.interval.start, shanghai),
                             day_at(second.interval.start, shanghai), month}) {
    const auto quarters_within = std::min<std::int64_t>(96, period.length() / quarter);
    CHECK(sums.over(period).facility->count == quarters_within * 1250 + 100);
  }
}

TEST_CASE("many at once come to what they come to one after the other") {
  RandomRow dice(3);
  const auto from = utc("2026-02-27T15:00:00Z");
  const auto row = dice.intervals(from, 300);
  SumsByTime one_by_one(shanghai, two_meters);
  put_all(one_by_one, row);
  SumsByTime at_once(shanghai, two_meters);
  at_once.put(row);
  for (int i = 0; i < 200; ++i) {
    const auto start = from + dice.number(0, 300) * quarter;
    const Period period{start, start + dice.number(0, 300) * quarter};
    CHECK(at_once.over(period) == one_by_one.over(period));
  }
}

TEST_CASE("a day put at once is exact as a whole, and what lies beside it in its parts") {
  RandomRow dice(5);
  const auto from = utc("2026-02-28T00:00:00+08:00");
  const auto row = dice.intervals(from, 3 * 96);
  SumsByTime all(shanghai, two_meters);
  all.put(row);
  const Period day{from + 24h, from + 48h};  // 1 March
  SumsByTime thinned(shanghai, two_meters);
  for (const auto& one : row)
    if (!day.contains(one.interval)) thinned.put(one);
  thinned.put_day(day, all.over(day));
  for (int before = 0; before <= 96; before += 5)
    for (int after = 0; after <= 96; after += 7) {
      const Period period{day.start - before * quarter, day.end + after * quarter};
      CHECK(thinned.over(period) == all.over(period));
    }
  CHECK(thinned.over({day.start, day.start + quarter}).empty());
  CHECK(thinned.over({day.start, day.start + 1h}).empty());
  CHECK(thinned.over({day.start - quarter, day.start}).closed == quarter);
  CHECK(thinned.over({day.end, day.end + quarter}).closed == quarter);
}

TEST_CASE("what was put into several, day by day, is exact when it is together") {
  RandomRow dice(6);
  const auto from = utc("2026-02-27T00:00:00+08:00");
  const auto row = dice.intervals(from, 4 * 96);  // two days before and after the end of the month
  SumsByTime all(shanghai, two_meters);
  all.put(row);
  SumsByTime together(shanghai, two_meters);
  for (int day = 0; day < 4; ++day) {
    const Period whole{from + day * 24h, from + (day + 1) * 24h};
    SumsByTime one(shanghai, two_meters);
    const bool cut = day == 0 || day == 3;
    for (const auto& interval : row)
      if (cut && whole.contains(interval.interval)) one.put(interval);
    if (!cut) one.put_day(whole, all.over(whole));
    together.merge(std::move(one));
  }
  for (int before = 0; before <= 96; before += 7)
    for (int after = 0; after <= 96; after += 5) {
      const Period period{from + before * quarter, from + 96h - after * quarter};
      CHECK(together.over(period) == all.over(period));
    }
  const Period february{from - 26 * 24h, from + 48h};
  CHECK(together.over(february) == all.over(february));
  CHECK_FALSE(together.over(february).empty());
}

TEST_CASE("an interval that arrives late finds its place") {
  Quarters quarters(utc("2026-03-01T00:00:00+08:00"));
  quarters.add(8, 1250, 1000);
  SumsByTime in_order(shanghai, {});
  put_all(in_order, quarters.closed);
  SumsByTime late(shanghai, {});
  for (std::size_t i = quarters.closed.size(); i > 0; --i) late.put(quarters.closed[i - 1]);
  const auto month = month_at(quarters.closed[0].interval.start, shanghai);
  CHECK(late.over(month) == in_order.over(month));
  CHECK(late.over(month).runs == 1);
}

TEST_CASE(
    "forgetting detail leaves the sums of months, recent days and recent hours as they were") {
  // 1 November to 20 March in Berlin: 140 days.
  RandomRow dice(11);
  const auto from = utc("2026-10-31T23:00:00Z");
  const Zone winter = Zone::fixed("CET", 1h);
  const auto row = dice.intervals(from, 140 * 96);
  SumsByTime all(winter, two_meters);
  SumsByTime thinned(winter, two_meters);
  UtcTime now = from;
  for (const auto& one : row) {
    all.put(one);
    thinned.put(one);
    now = one.interval.end;
    thinned.forget(now - 48h, now);
  }
  const auto same = [&](const Period& period) {
    INFO(format_rfc3339(period.start, 0s) << " " << format_rfc3339(period.end, 0s));
    CHECK(thinned.over(period) == all.over(period));
  };
  for (UtcTime at = from; at < now; at = month_at(at, winter).end) same(month_at(at, winter));
  same({from, month_start(now, 0, winter)});
  for (int days = 0; days < 60; ++days) same(day_at(now - days * 24h, winter));
  same({day_at(now - 30 * 24h, winter).start, now});
  // Quarter hours where a new version may still come.
  for (int quarters = 1; quarters < 190; ++quarters) same({now - quarters * quarter, now});
  // Hours for 32 days, without single meters.
  for (int hours = 60; hours < 32 * 24; hours += 7) {
    const auto end = winter.start_of_hour(now);
    const Period period{end - hours * 1h, end - (hours - 50) * 1h};
    CHECK(plain(thinned.over(period), period).facility == plain(all.over(period), period).facility);
    CHECK(plain(thinned.over(period), period).covered == plain(all.over(period), period).covered);
  }
}

TEST_CASE(
    "single meters and quarter hours are kept from the day of the oldest that may change on") {
  const auto first_day = utc("2026-03-01T00:00:00+08:00");
  const auto second_day = first_day + 24h;
  Quarters quarters(first_day);
  quarters.add(3 * 96, 1250, 1000);
  SumsByTime sums(shanghai, two_meters);
  for (auto& one : quarters.closed) {
    one.meters.resize(2);
    sums.put(one);
  }
  sums.forget(second_day + 10h, quarters.next);
  CHECK(sums.over({second_day, second_day + 1h}).meters.size() == 2);
  CHECK(sums.over({second_day - 1h, second_day}).meters.empty());
  CHECK(sums.over({second_day, second_day + quarter}).closed == quarter);
  CHECK(sums.over({second_day - quarter, second_day}).empty());
}

TEST_CASE("hours are kept from the day 32 days ago on, days from the month 64 days ago on") {
  // 4 July less 32 days is 2 June, less 64 days 1 May.
  const auto zone = Zone::fixed("UTC", 0s);
  const auto now = utc("2026-07-04T00:00:00Z");
  const auto hour = utc("2026-06-02T00:00:00Z");
  const auto day = utc("2026-05-01T00:00:00Z");
  SumsByTime sums(zone, {});
  for (const auto start : {day - quarter, day, hour - quarter, hour})
    sums.put(Quarters(start).add(1250, 1000).closed[0]);
  sums.forget(now - 48h, now);
  CHECK(sums.over({hour, hour + 1h}).closed == quarter);
  CHECK(sums.over({hour - 1h, hour}).empty());
  CHECK(sums.over({day, day + 24h}).closed == quarter);
  CHECK(sums.over({day - 24h, day}).empty());
  CHECK(sums.over(month_at(day - 1h, zone)).closed == quarter);
}

TEST_CASE("a new version after forgetting changes hours, days and months alike") {
  Quarters quarters(utc("2026-01-01T00:00:00+08:00"));
  quarters.add(100 * 96, 1250, 1000);
  SumsByTime sums(shanghai, {});
  put_all(sums, quarters.closed);
  auto second = quarters.closed[100 * 96 - 150];
  sums.forget(second.interval.start, quarters.next);
  second.version = 2;
  second.facility = Joules{1260};
  sums.put(second);
  const auto month = month_at(second.interval.start, shanghai);
  // April's first ten days: 960 quarter hours.
  CHECK(sums.over(month).facility->count == 960 * 1250 + 10);
  CHECK(sums.over(day_at(second.interval.start, shanghai)).facility->count == 96 * 1250 + 10);
}

TEST_CASE("carbon-free shares come from the series of the grid by the hour") {
  // Hour of L = 400 without renewables, grid 25 %, then 75 % carbon-free: 100 + 300 of 800.
  const auto start = utc("2026-03-01T00:00:00Z");
  auto quarters = Quarters(start);
  for (int i = 0; i < 8; ++i) quarters.green(100, 0);
  SumsByTime sums(Zone::fixed("UTC", 0s), {},
                  HourlySeries({{start, {250'000}}, {start + 1h, {750'000}}}));
  put_all(sums, quarters.closed);
  const auto cfe = share(sums.over({start, start + 2h}).renewable, ShareMethod::cfe);
  REQUIRE(cfe);
  CHECK(cfe->low.ratio() == 0.5);
}
