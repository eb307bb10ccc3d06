#include "engine/period_figures.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);

UtcTime local(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  return UtcTime{std::chrono::sys_days{date}.time_since_epoch() - 8h};
}

/// The quarter hours of a local day: joules of the first meter and of the second.
std::vector<site::SiteInterval> day_of(const site::SiteModel& model, UtcTime start,
                                       std::int64_t facility, std::int64_t it) {
  std::vector<site::SiteInterval> day;
  for (UtcTime at = start; at < start + 24h; at += 15min) {
    const Period interval{at, at + 15min};
    day.push_back(site::balance(model, interval, 1,
                                {{interval, energy::Quality::measured, Joules{facility}, {}, {}},
                                 {interval, energy::Quality::measured, Joules{it}, {}, {}}}));
  }
  return day;
}

}  // namespace

TEST_CASE("a period has the gate of the day, month or twelve months that it is, else a year's") {
  CHECK(gate_of({local(2026, 3, 2), local(2026, 3, 3)}, shanghai) == kpi::Window::day);
  CHECK(gate_of({local(2026, 3, 1), local(2026, 4, 1)}, shanghai) == kpi::Window::month_to_date);
  CHECK(gate_of({local(2025, 4, 1), local(2026, 4, 1)}, shanghai) == kpi::Window::twelve_months);
  CHECK(gate_of({local(2025, 4, 2), local(2026, 4, 2)}, shanghai) == kpi::Window::year_to_date);
  CHECK(gate_of({local(2026, 1, 1), local(2026, 4, 1)}, shanghai) == kpi::Window::year_to_date);
}

TEST_CASE("a month's figures: energies summed, trend by days, caps only indicated") {
  Settings settings;
  settings.site.zone = shanghai;
  settings.site.facts.name = "a";
  site::MeterPlace grid{"grid", site::Role::grid};
  site::MeterPlace it{"it", site::Role::it};
  settings.site.meters = {grid, it};
  kpi::PolicyRow cap{"all", kpi::Millionths{1'300'000}, {}, {}, "", "read"};
  cap.valid_from = std::chrono::year{2020} / 1 / 1;
  settings.policies = {cap};
  const auto model = site::SiteModel::build(settings.site);
  REQUIRE(model.has_value());
  const Period month{local(2026, 3, 1), local(2026, 4, 1)};
  PeriodBook book(settings, *model, month);
  // 31 days of 96 intervals: 1.25 kWh of 1 kWh; on the 2nd of March 1.5 kWh. The last day is not
  // there. An interval of April has no part in it.
  for (UtcTime day = month.start; day < month.end + 24h; day += 24h) {
    if (day == local(2026, 3, 31)) continue;
    const std::int64_t facility = day == local(2026, 3, 2) ? 5'400'000 : 4'500'000;
    for (const auto& one : day_of(*model, day, facility, 3'600'000)) book.put(one);
  }
  const auto result = book.figures(std::chrono::year{2026} / 4 / 1);
  CHECK_FALSE(result.annual);
  CHECK(result.figures.it == Joules{30 * 96 * 3'600'000LL});
  CHECK(result.figures.facility == Joules{29 * 96 * 4'500'000LL + 96 * 5'400'000LL});
  CHECK(result.figures.coverage() == Approx(30.0 / 31));
  CHECK(*result.figures.pue == Approx((29 * 1.25 + 1.5) / 30));
  REQUIRE(result.trend.size() == 31);
  CHECK(*result.trend[1].pue == Approx(1.5));
  CHECK(*result.trend[0].pue == Approx(1.25));
  CHECK_FALSE(result.trend[30].pue_ungated);
  REQUIRE(result.caps.size() == 1);
  CHECK(result.caps[0].complies == true);
  CHECK(result.caps[0].verdict == kpi::Verdict::inconclusive);  // no class, no uncertainty
  CHECK(result.meters[1].net == Joules{30 * 96 * 3'600'000LL});
}

TEST_CASE("twelve whole months are annual and need twelve valid ones, their trend is by months") {
  Settings settings;
  settings.site.zone = shanghai;
  settings.site.meters = {{"grid", site::Role::grid}, {"it", site::Role::it}};
  const auto model = site::SiteModel::build(settings.site);
  REQUIRE(model.has_value());
  const Period year{local(2025, 1, 1), local(2026, 1, 1)};
  for (const bool june : {true, false}) {
    PeriodBook book(settings, *model, year);
    for (UtcTime day = year.start; day < year.end; day += 24h) {
      // 10 of June's 30 days are missing: 97 % of the year is there, June is not valid.
      if (!june && day >= local(2025, 6, 1) && day < local(2025, 6, 11)) continue;
      for (const auto& one : day_of(*model, day, 5, 4)) book.put(one);
    }
    const auto result = book.figures(std::chrono::year{2026} / 1 / 1);
    CHECK(result.annual);
    CHECK(result.trend.size() == 12);
    CHECK(result.figures.pue.has_value() == june);
    CHECK(result.figures.pue_ungated == 1.25);
  }
}

// Whole days are kept as days, the cut ones as quarter hours.
TEST_CASE("a period that begins and ends within local days has their parts") {
  Settings settings;
  settings.site.zone = shanghai;
  settings.site.meters = {{"grid", site::Role::grid}, {"it", site::Role::it}};
  const auto model = site::SiteModel::build(settings.site);
  REQUIRE(model.has_value());
  const Period period{local(2026, 3, 1) + 12h + 15min, local(2026, 3, 5) + 15min};
  PeriodBook book(settings, *model, period);
  for (UtcTime day = local(2026, 3, 1); day < local(2026, 3, 6); day += 24h)
    for (const auto& one : day_of(*model, day, 5, 4)) book.put(one);
  const auto result = book.figures(std::chrono::year{2026} / 4 / 1);
  // 47 quarter hours of the first day, three whole days, one quarter hour of the last.
  CHECK(result.figures.it == Joules{4 * (47 + 3 * 96 + 1)});
  CHECK(result.meters[0].net == Joules{5 * (47 + 3 * 96 + 1)});
  REQUIRE(result.trend.size() == 5);
  CHECK(result.trend[0].it == Joules{4 * 47});
  CHECK(result.trend[4].it == Joules{4});
}

// As threads read them: each day, or part of one, in a book of its own.
TEST_CASE("books of successive local days come to what one book comes to") {
  Settings settings;
  settings.site.zone = shanghai;
  settings.site.meters = {{"grid", site::Role::grid}, {"it", site::Role::it}};
  const auto model = site::SiteModel::build(settings.site);
  REQUIRE(model.has_value());
  const Period period{local(2026, 2, 27) + 12h, local(2026, 3, 3) + 15min};
  const PeriodBook nothing(settings, *model, period);
  auto all = nothing;
  for (UtcTime day = local(2026, 2, 27); day < local(2026, 3, 4); day += 24h) {
    auto book = nothing;
    if (day != local(2026, 3, 1))  // a day without data
      for (const auto& one : day_of(*model, day, 5, 4)) book.put(one);
    all.append(std::move(book));
  }
  const auto result = all.figures(std::chrono::year{2026} / 4 / 1);
  // Half a day, two whole days, one quarter hour of the last.
  constexpr std::int64_t intervals = 48 + 2 * 96 + 1;
  CHECK(result.figures.it == Joules{4 * intervals});
  CHECK(result.figures.facility == Joules{5 * intervals});
  CHECK(result.meters[0].net == Joules{5 * intervals});
  REQUIRE(result.trend.size() == 5);
  CHECK(result.trend[0].it == Joules{4 * 48});
  CHECK_FALSE(result.trend[2].it);
  CHECK(result.trend[3].it == Joules{4 * 96});
  CHECK(result.trend[4].it == Joules{4});
}
