#include "exporters/report/period_tallies.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::report;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime noon{1'772'366'400s};  // 2026-03-01T12:00:00Z

/// A grid meter of class 0.5 behind a transformer of 100, and an IT meter.
engine::Settings settings() {
  engine::Settings settings;
  site::MeterPlace grid{"grid", site::Role::grid};
  grid.accuracy = site::Accuracy{};
  grid.accuracy->limit_percent = 1;
  settings.site.meters = {grid, {"it", site::Role::it}};
  settings.links = {{}};
  settings.links[0].name = "gw";
  settings.connections.resize(2);
  settings.connections[0].multipliers = {{noon, 100}};
  settings.connections[1].unit = 3;
  settings.trackers.resize(2);
  return settings;
}

/// Quarter hours from noon: the grid 3.6 MJ each; `it` has the quality given, and no energy when
/// missing.
void put(PeriodTallies& tallies, const site::SiteModel& model, int index, energy::Quality it) {
  const Period interval{noon + index * 15min, noon + (index + 1) * 15min};
  tallies.put(
      site::balance(model, interval, 1,
                    {{interval, energy::Quality::measured, Joules{3'600'000}, {}, {}},
                     {interval, it, Joules{it == energy::Quality::missing ? 0 : 1000}, {}, {}}}));
}

ledger::EventEntry bill(UtcTime at, std::int64_t milliwatt_hours) {
  return {at, "grid", "reference", milliwatt_hours, {}, "li", "bill", "B-7"};
}

}  // namespace

TEST_CASE("a meter's line says what it counted, and for how long how well") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  PeriodTallies tallies(of, model, {noon, noon + 1h}, {});
  put(tallies, model, 0, energy::Quality::measured);
  put(tallies, model, 1, energy::Quality::missing);
  put(tallies, model, 2, energy::Quality::missing);
  put(tallies, model, 3, energy::Quality::estimated);
  const auto lines = tallies.lines({});
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].imported == Joules{4 * 3'600'000});
  CHECK(lines[0].transformers == "× 100");
  CHECK(lines[1].imported == Joules{2000});
  CHECK(lines[1].link == "gw, 3");
  CHECK(lines[1].time_by_quality[static_cast<std::size_t>(energy::Quality::missing)] == 30min);
  const auto gaps = tallies.gaps();
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].meter == "it");
  CHECK(gaps[0].period == Period{noon + 15min, noon + 45min});
  CHECK(gaps[1].quality == energy::Quality::estimated);
}

TEST_CASE("a measured quarter hour ends a gap, and what comes after it is another one") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  PeriodTallies tallies(of, model, {noon, noon + 1h}, {});
  put(tallies, model, 0, energy::Quality::missing);
  put(tallies, model, 1, energy::Quality::measured);
  put(tallies, model, 2, energy::Quality::missing);
  const auto gaps = tallies.gaps();
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].period == Period{noon, noon + 15min});
  CHECK(gaps[1].period == Period{noon + 30min, noon + 45min});
}

TEST_CASE("two readings of a bill stand beside what was counted between them") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  PeriodTallies tallies(of, model, {noon, noon + 1h},
                        {bill(noon + 45min, 520'000), bill(noon + 15min, 500'000)});
  for (int i = 0; i < 4; ++i) put(tallies, model, i, energy::Quality::measured);
  // 20 Wh of the register, times 100: 2 kWh, 7.2 MJ, in half an hour.
  const auto lines = tallies.references();
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].reference == Joules{7'200'000});
  CHECK(lines[0].ours == Joules{7'200'000});
  CHECK(lines[0].ticket == "B-7");
  // U = 2 · 1 % / √3 of 7.2 MJ
  REQUIRE(lines[0].within);
  CHECK(lines[0].within->count == Approx(83'138).margin(1));
}

TEST_CASE("a reading between quarter hours has nothing of ours beside it") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  PeriodTallies tallies(of, model, {noon, noon + 1h},
                        {bill(noon + 10min, 500'000), bill(noon + 45min, 520'000)});
  for (int i = 0; i < 4; ++i) put(tallies, model, i, energy::Quality::measured);
  const auto odd = tallies.references();
  REQUIRE(odd.size() == 1);
  CHECK_FALSE(odd[0].ours);
}

TEST_CASE("of an interval whose detail was dropped nothing is said of its meters") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  site::SiteInterval dropped;
  dropped.interval = {noon, noon + 15min};
  const auto tallied = [&](std::vector<ledger::EventEntry> bills) {
    PeriodTallies tallies(of, model, {noon, noon + 1h}, std::move(bills));
    tallies.put(dropped);
    for (int i = 1; i < 4; ++i) put(tallies, model, i, energy::Quality::measured);
    return tallies;
  };
  // A bill that reaches into it stands alone; one after it has ours beside it.
  const auto reaching = tallied({bill(noon, 0), bill(noon + 45min, 1)});
  const auto lines = reaching.lines({});
  CHECK(lines[0].imported == Joules{3 * 3'600'000});
  CHECK(lines[0].time_by_quality[static_cast<std::size_t>(energy::Quality::measured)] == 45min);
  CHECK(lines[0].time_by_quality[static_cast<std::size_t>(energy::Quality::missing)] == 0min);
  CHECK(reaching.gaps().empty());
  REQUIRE(reaching.references().size() == 1);
  CHECK_FALSE(reaching.references()[0].ours.has_value());
  const auto after = tallied({bill(noon + 15min, 0), bill(noon + 45min, 1)});
  CHECK(after.references().at(0).ours == Joules{7'200'000});
}

TEST_CASE("beside a bill stands what was counted only if all of its time is known") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  const auto bill_of_it = [](UtcTime at) {
    auto reading = bill(at, 0);
    reading.meter = "it";
    return reading;
  };
  // Of four quarter hours, 1 kJ each, the third is missing; the first bill is of the period's
  // start.
  PeriodTallies tallies(of, model, {noon, noon + 1h},
                        {bill_of_it(noon), bill_of_it(noon + 30min), bill_of_it(noon + 45min),
                         bill_of_it(noon + 1h)});
  for (int i = 0; i < 4; ++i)
    put(tallies, model, i, i == 2 ? energy::Quality::missing : energy::Quality::measured);
  const auto lines = tallies.references();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].ours == Joules{2000});
  CHECK_FALSE(lines[1].ours);
  CHECK(lines[2].ours == Joules{1000});
}

// As threads count them: each stretch of time in tallies of its own.
TEST_CASE("tallies of successive times are joined, with gaps and bills across the seams") {
  const auto of = settings();
  const auto model = site::SiteModel::build(of.site).value();
  using energy::Quality;
  auto of_it = bill(noon + 30min, 0);
  of_it.meter = "it";
  auto of_it_again = of_it;
  of_it_again.at = noon + 45min;
  const PeriodTallies nothing(of, model, {noon, noon + 2h},
                              {bill(noon, 0), bill(noon + 45min, 1), bill(noon + 1h, 2),
                               bill(noon + 2h, 3), of_it, of_it_again});
  const Quality row[] = {Quality::measured, Quality::missing, Quality::missing,
                         Quality::missing,  Quality::missing, Quality::estimated,
                         Quality::missing,  Quality::measured};
  auto all = nothing;
  int next = 0;
  for (const int end : {3, 3, 4, 6}) {  // one of them has nothing
    auto some = nothing;
    for (; next < end; ++next) put(some, model, next, row[next]);
    all.append(some);
  }
  for (; next < 8; ++next) put(all, model, next, row[next]);
  const auto gaps = all.gaps();
  REQUIRE(gaps.size() == 3);
  CHECK(gaps[0].period == Period{noon + 15min, noon + 75min});
  CHECK(gaps[0].quality == Quality::missing);
  CHECK(gaps[1].period == Period{noon + 75min, noon + 90min});
  CHECK(gaps[1].quality == Quality::estimated);
  CHECK(gaps[2].period == Period{noon + 90min, noon + 105min});
  const auto lines = all.lines({});
  CHECK(lines[0].imported == Joules{8 * 3'600'000});
  CHECK(lines[1].imported == Joules{3000});
  CHECK(lines[1].time_by_quality[static_cast<std::size_t>(Quality::missing)] == 75min);
  const auto bills = all.references();
  REQUIRE(bills.size() == 4);
  CHECK(bills[0].ours == Joules{3 * 3'600'000});
  CHECK(bills[1].ours == Joules{3'600'000});
  CHECK(bills[2].ours == Joules{4 * 3'600'000});
  CHECK_FALSE(bills[3].ours);  // of `it`, whose time between is missing
}
