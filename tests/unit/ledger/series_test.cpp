#include "ledger/series.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using energy::Quality;
using kpi::Window;
using site::SiteInterval;

namespace {

UtcTime utc(const char* text) { return *parse_rfc3339(text); }
const auto midnight = utc("2026-03-01T00:00:00Z");

/// The index-th quarter hour after midnight; energies in kWh (1 kWh = 3,600,000 J).
SiteInterval quarter(int index, std::int64_t facility_kwh, std::int64_t it_kwh) {
  SiteInterval interval;
  interval.interval = {midnight + index * 15min, midnight + (index + 1) * 15min};
  interval.quality = Quality::measured;
  interval.facility = Joules{facility_kwh * 3'600'000};
  interval.it = Joules{it_kwh * 3'600'000};
  return interval;
}

SiteInterval gap(int index) {
  auto interval = quarter(index, 0, 0);
  interval.quality = Quality::missing;
  interval.facility.reset();
  interval.it = Joules{999};  // IT alone answered: neither side may enter
  return interval;
}

const Period first_hour{midnight, midnight + 1h};

SeriesPoint hour_of(const char* figure, const std::vector<SiteInterval>& intervals,
                    const SeriesFacts& facts = {}) {
  return series_point(parse_figure(figure, Window::hour).value(), Window::hour, first_hour,
                      intervals, facts);
}

std::string csv(const char* figure, Window step, Period period,
                const std::vector<SiteInterval>& intervals, const SeriesFacts& facts = {}) {
  const auto parsed = parse_figure(figure, step).value();
  std::string text;
  for (const auto& each : local_steps(step, period, facts.zone)) {
    text += series_csv_line(parsed, series_point(parsed, step, each, intervals, facts), facts.zone);
  }
  return text;
}

}  // namespace

TEST_CASE("the PUE of an hour divides the sums, it does not average quarter hours") {
  // (30 + 10 + 10 + 10) / (20 + 5 + 5 + 5) = 60 / 35; the mean of the quarters would be 1.875.
  const auto point =
      hour_of("pue", {quarter(0, 30, 20), quarter(1, 10, 5), quarter(2, 10, 5), quarter(3, 10, 5)});
  CHECK(point.value == 60.0 / 35.0);
  CHECK(point.quality == "measured");
  CHECK(point.coverage == 1);
}

TEST_CASE("a gap is an empty value, never 0, and the rest of the series goes on") {
  // Quarter hours of 30/20 = 1.5, a gap, and 26/20 = 1.3.
  CHECK(csv("pue", Window::quarter_hour, {midnight, midnight + 45min},
            {quarter(0, 30, 20), gap(1), quarter(2, 26, 20)}) ==
        "2026-03-01T00:00:00+00:00,2026-03-01T00:15:00+00:00,1.5,,measured,1\n"
        "2026-03-01T00:15:00+00:00,2026-03-01T00:30:00+00:00,,,missing,0\n"
        "2026-03-01T00:30:00+00:00,2026-03-01T00:45:00+00:00,1.3,,measured,1\n");
}

TEST_CASE("intervals that the store does not have are a gap as well") {
  CHECK(csv("it_energy", Window::quarter_hour, {midnight, midnight + 30min}, {quarter(1, 3, 2)}) ==
        "2026-03-01T00:00:00+00:00,2026-03-01T00:15:00+00:00,,kWh,missing,0\n"
        "2026-03-01T00:15:00+00:00,2026-03-01T00:30:00+00:00,2,kWh,measured,1\n");
}

TEST_CASE("below its gate a value stands with the word insufficient") {
  // Three of four quarters: coverage 0.75, below the hour's 0.8. 24 + 24 + 24 over 20 + 20 + 20.
  const std::vector intervals = {quarter(0, 24, 20), gap(1), quarter(2, 24, 20),
                                 quarter(3, 24, 20)};
  const auto pue = hour_of("pue", intervals);
  CHECK(pue.value == 1.2);
  CHECK(pue.quality == "insufficient");
  CHECK(pue.coverage == 0.75);
  const auto energy = hour_of("facility_energy", intervals);
  CHECK(energy.value == 72);
  CHECK(energy.quality == "insufficient");
}

TEST_CASE("an IT load below its least power makes ratios insufficient, not energies") {
  // 4 · 20 kWh in an hour are 80 kW of IT.
  const std::vector intervals = {quarter(0, 24, 20), quarter(1, 24, 20), quarter(2, 24, 20),
                                 quarter(3, 24, 20)};
  SeriesFacts facts;
  facts.min_it_power = Watts{80'001};
  CHECK(hour_of("pue", intervals, facts).quality == "insufficient");
  CHECK(hour_of("it_energy", intervals, facts).quality == "measured");
  facts.min_it_power = Watts{80'000};
  CHECK(hour_of("pue", intervals, facts).quality == "measured");
}

TEST_CASE("the worst quality of the summed intervals is told") {
  auto second = quarter(1, 24, 20);
  second.quality = Quality::integrated;
  CHECK(hour_of("pue", {quarter(0, 24, 20), second, quarter(2, 24, 20), quarter(3, 24, 20)})
            .quality == "integrated");
}

TEST_CASE("a recovered gap that reaches out of the step leaves it uncovered") {
  auto recovered = quarter(0, 24, 20);
  recovered.quality = Quality::recovered;
  recovered.gap = Period{midnight - 15min, midnight + 15min};
  const auto point = series_point(parse_figure("pue", Window::quarter_hour).value(),
                                  Window::quarter_hour, recovered.interval, {{recovered}}, {});
  CHECK(point.value == 1.2);
  CHECK(point.quality == "insufficient");
  CHECK(point.coverage == 0);
}

TEST_CASE("parts of the overhead and sources are series of their own") {
  auto interval = quarter(0, 30, 20);
  interval.overhead[static_cast<std::size_t>(site::Subsystem::cooling)] = Joules{7 * 3'600'000};
  interval.sources[static_cast<std::size_t>(site::Role::solar)] = Joules{1'800'000};
  const Period period = interval.interval;
  const std::vector intervals = {interval};
  CHECK(csv("overhead_energy:cooling", Window::quarter_hour, period, intervals) ==
        "2026-03-01T00:00:00+00:00,2026-03-01T00:15:00+00:00,7,kWh,measured,1\n");
  CHECK(csv("source_energy:solar", Window::quarter_hour, period, intervals) ==
        "2026-03-01T00:00:00+00:00,2026-03-01T00:15:00+00:00,0.5,kWh,measured,1\n");
  CHECK(csv("source_energy:wind", Window::quarter_hour, period, intervals) ==
        "2026-03-01T00:00:00+00:00,2026-03-01T00:15:00+00:00,,kWh,missing,1\n");
  CHECK(csv("overhead_energy:lighting", Window::quarter_hour, period, intervals) ==
        "2026-03-01T00:00:00+00:00,2026-03-01T00:15:00+00:00,,kWh,missing,1\n");
}

TEST_CASE("the renewable share is matched by the hour and insufficient below the gate") {
  // Used 6 and 0 kWh of 24 each: 6 / 48 = 0.125; two of four quarters.
  auto sunny = quarter(0, 24, 20);
  sunny.renewable_used = Joules{6 * 3'600'000};
  auto dark = quarter(1, 24, 20);
  dark.renewable_used = Joules{0};
  const auto point = hour_of("renewable_share:hourly", {sunny, dark});
  CHECK(point.value == 0.125);
  CHECK(point.quality == "insufficient");
}

TEST_CASE("the volumetric renewable share is another series than the matched one") {
  // L = 4 · 24 = 96 kWh in each of two hours, G = 4 · 30 = 120 kWh in the first only:
  // by the hour 96 / 192 = 0.5, by volume 120 / 192 = 0.625.
  std::vector<SiteInterval> intervals;
  for (int i = 0; i < 8; ++i) {
    intervals.push_back(quarter(i, 24, 20));
    intervals.back().renewable_used = Joules{i < 4 ? std::int64_t{30} * 3'600'000 : 0};
  }
  const Period day{midnight, midnight + 24h};
  const auto of = [&](const char* figure) {
    return series_point(parse_figure(figure, Window::day).value(), Window::day, day, intervals, {})
        .value;
  };
  CHECK(of("renewable_share:hourly") == 0.5);
  CHECK(of("renewable_share:annual") == 0.625);
}

TEST_CASE("WUE and ERF divide the sums of the intervals that know water and heat") {
  // Each quarter 90 l for 50 kWh of IT and 12 kWh of heat for 60 kWh: 1.8 l/kWh and 0.2.
  std::vector<SiteInterval> intervals;
  for (int i = 0; i < 4; ++i) {
    intervals.push_back(quarter(i, 60, 50));
    intervals.back().water = Millilitres{90'000};
    intervals.back().reused_heat = Joules{12 * 3'600'000};
  }
  CHECK(hour_of("wue", intervals).value == Approx(1.8).epsilon(1e-12));
  CHECK(hour_of("erf", intervals).value == Approx(0.2).epsilon(1e-12));
  for (auto& one : intervals) one.water.reset();
  CHECK_FALSE(hour_of("wue", intervals).value);
  CHECK(unit(parse_figure("wue", Window::hour).value()) == "m3/MWh");
  CHECK(unit(parse_figure("erf", Window::hour).value()) == "ratio");
}

TEST_CASE("coverage is a figure without a gate") {
  const auto point = hour_of("coverage", {quarter(0, 3, 2)});
  CHECK(point.value == 0.25);
  CHECK(point.quality == "measured");
  CHECK(hour_of("coverage", {}).value == 0.0);
}

TEST_CASE("intervals before the site was in service enter no figure") {
  SeriesFacts facts;
  facts.in_service = std::chrono::year_month_day{std::chrono::year{2026} / 3 / 2};
  CHECK_FALSE(hour_of("pue", {quarter(0, 24, 20)}, facts).value);
  facts.in_service = std::chrono::year_month_day{std::chrono::year{2026} / 3 / 1};
  CHECK(hour_of("pue", {quarter(0, 24, 20)}, facts).value == 1.2);
}

TEST_CASE("days are local days, of 23 and 25 hours as well") {
  const Zone berlin("Europe/Berlin", {{utc("2025-10-26T01:00:00Z"), 1h},
                                      {utc("2026-03-29T01:00:00Z"), 2h},
                                      {utc("2026-10-25T01:00:00Z"), 1h}});
  const auto spring =
      local_steps(Window::day, {utc("2026-03-27T22:00:00Z"), utc("2026-03-30T21:59:59Z")}, berlin);
  // The 28th and the short 29th; the 30th ends a second after the period.
  REQUIRE(spring.size() == 2);
  CHECK(spring[0] == Period{utc("2026-03-27T23:00:00Z"), utc("2026-03-28T23:00:00Z")});
  CHECK(spring[1].length() == 23h);
  const auto hours =
      local_steps(Window::hour, {utc("2026-10-24T22:00:00Z"), utc("2026-10-25T23:00:00Z")}, berlin);
  CHECK(hours.size() == 25);
}

TEST_CASE("a step of 1mo is a whole local month, with the gate of a month") {
  const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);
  // January begins at 16:00Z on 31 December; February of 2028 has 29 days.
  const auto months = local_steps(
      Window::month_to_date, {utc("2027-12-31T16:00:00Z"), utc("2028-02-29T16:00:00Z")}, shanghai);
  REQUIRE(months.size() == 2);
  CHECK(months[0].length() == 31 * 24h);
  CHECK(months[1] == Period{utc("2028-01-31T16:00:00Z"), utc("2028-02-29T16:00:00Z")});
  CHECK(months[1].length() == 29 * 24h);

  // March 2026 in UTC: 31 days are 2976 quarter hours, nine tenths are 2678.4.
  const Period march{midnight, utc("2026-04-01T00:00:00Z")};
  std::vector<SiteInterval> intervals;
  for (int i = 0; i < 2678; ++i) intervals.push_back(quarter(i, 24, 20));
  const auto pue = parse_figure("pue", Window::month_to_date).value();
  const auto below = series_point(pue, Window::month_to_date, march, intervals, {});
  CHECK(below.value == 1.2);
  CHECK(below.quality == "insufficient");
  intervals.push_back(quarter(2678, 24, 20));
  CHECK(series_point(pue, Window::month_to_date, march, intervals, {}).quality == "measured");
}

TEST_CASE("times are written on the local clock") {
  SeriesFacts facts;
  facts.zone = Zone::fixed("Asia/Shanghai", 8h);
  CHECK(csv("pue", Window::quarter_hour, {midnight, midnight + 15min}, {quarter(0, 24, 20)}, facts)
            .starts_with("2026-03-01T08:00:00+08:00,2026-03-01T08:15:00+08:00,1.2,"));
}

TEST_CASE("an unknown figure, part or step names what there is") {
  CHECK_THAT(parse_figure("pu", Window::day).error().message,
             Catch::Contains("unknown figure \"pu\"") && Catch::Contains("it_energy"));
  CHECK_THAT(parse_figure("overhead_energy:heat", Window::day).error().message,
             Catch::Contains("cooling, power_loss, lighting, other, unexplained"));
  CHECK_THAT(parse_figure("overhead_energy", Window::day).error().message,
             Catch::Contains("unknown subsystem \"\""));
  CHECK_THAT(parse_figure("source_energy:it", Window::day).error().message,
             Catch::Contains("grid, solar, wind, genset"));
  CHECK_THAT(parse_figure("renewable_share:interval", Window::day).error().message,
             Catch::Contains("renewable_share:hourly"));
  CHECK_THAT(parse_step("1y").error().message, Catch::Contains("15m, 1h, 1d, 1mo, all"));
  CHECK(parse_step("1d").value() == Window::day);
  CHECK(parse_step("1mo").value() == Window::month_to_date);
  CHECK(parse_step("all").value() == Window::year_to_date);
  CHECK(parse_figure("renewable_share:interval", Window::quarter_hour).value().kind ==
        Figure::Kind::renewable_share);
}
