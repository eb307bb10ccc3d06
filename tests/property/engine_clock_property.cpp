// Energy does not depend on the wall clock: however it is set, and whatever the calendar does, no
// joule is lost or made, and what a clock step has touched is flagged.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/rfc3339.h"
#include "told_accounting.h"

using namespace pue;
using namespace pue::property;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t day = 86'400;
constexpr MonoTime first_interval{100h + 600s};  // ten minutes after the beginning
// Both ends of a sum lie within a count of 1 Wh of each of at most two meters.
constexpr double resolution = 2 * 2 * 3'600;

UtcTime utc(const char* text) { return *parse_rfc3339(text); }

SiteShape exact(const char* begin, std::int64_t days) {
  SiteShape shape;
  shape.begin = utc(begin);
  shape.seconds = 600 + days * day + 900;
  shape.exact = true;
  return shape;
}

void check_counters(const SiteStory& story, const engine::Snapshot& snapshot) {
  REQUIRE(snapshot.counters);
  const auto end = story.steady_at(*snapshot.closed_until);
  const double facility = story.true_facility(end) - story.true_facility(first_interval);
  const double it = story.true_it(end) - story.true_it(first_interval);
  CHECK(std::abs(static_cast<double>(snapshot.counters->facility.count) - facility) <= resolution);
  CHECK(std::abs(static_cast<double>(snapshot.counters->it.count) - it) <= resolution);
}

/// The grid's power stays within 60 and 140 % of 125 kW: 67.5 to 157.5 MJ in a quarter hour.
bool holds_a_quarter_hour(const site::SiteInterval& interval) {
  return interval.facility->count > 67'500'000 && interval.facility->count < 157'500'000;
}

const Zone& berlin() {
  static const Zone zone("Europe/Berlin", {{utc("2025-10-26T01:00:00Z"), 1h},
                                           {utc("2026-03-29T01:00:00Z"), 2h},
                                           {utc("2026-10-25T01:00:00Z"), 1h}});
  return zone;
}

/// The last closed local day has the energy of its time, which has so many hours.
void check_day(const SiteStory& story, const kpi::WindowFigures& figures, Duration length) {
  REQUIRE(figures.facility);
  CHECK(figures.elapsed == length);
  CHECK(figures.covered == length);
  const auto from = story.steady_at(figures.period.start);
  const auto to = story.steady_at(figures.period.end);
  CHECK(to - from == length);
  const double facility = story.true_facility(to) - story.true_facility(from);
  const double it = story.true_it(to) - story.true_it(from);
  CHECK(std::abs(static_cast<double>(figures.facility->count) - facility) <= resolution);
  CHECK(std::abs(static_cast<double>(figures.it->count) - it) <= resolution);
}

}  // namespace

TEST_CASE("a wall clock that is set by up to an hour loses and makes no energy") {
  int steps = 0;
  int flagged = 0;
  int left_out = 0;
  for (std::uint64_t seed = 1; seed <= seeds(20); ++seed) {
    CAPTURE(seed);
    auto shape = exact("2026-03-09T23:50:00Z", 2);
    shape.rest = 8 * 3600;  // until the clock has come to where it was
    SiteFaults faults;
    faults.clock_step = 400;
    faults.longest_clock_step = 1h;
    const SiteStory story(shape, faults, seed);
    ToldAccounting told(story.settings());
    told.tell(story);
    check_counters(story, told.accounting().snapshot());
    steps += story.clock_steps();
    bool first = true;  // it begins before the first reading
    for (const auto& [start, interval] : told.newest()) {
      flagged += interval.clock_stepped ? 1 : 0;
      const bool skipped = !interval.facility && !std::exchange(first, false);
      left_out += skipped ? 1 : 0;
      if (!interval.facility || interval.clock_stepped) continue;
      CAPTURE(format_rfc3339(start));
      CHECK(holds_a_quarter_hour(interval));
    }
  }
  CHECK(flagged > 0);
  CHECK(left_out > 0);
  WARN(steps << " clock steps, " << flagged << " intervals flagged, " << left_out << " left out");
}

TEST_CASE("days of 23 and 25 hours and a leap day have the energy of their time") {
  struct Day {
    const char* begin;
    const char* day_is_closed;
    Duration length;
  };
  // Each story begins on the day before, ten minutes before midnight in Berlin.
  const std::vector<Day> days = {
      {"2026-03-28T22:50:00Z", "2026-03-29T22:05:00Z", 23h},
      {"2026-10-24T21:50:00Z", "2026-10-25T23:05:00Z", 25h},
      {"2028-02-28T22:50:00Z", "2028-02-29T23:05:00Z", 24h},
  };
  for (std::uint64_t seed = 1; seed <= seeds(3); ++seed) {
    for (const Day& one : days) {
      CAPTURE(seed, one.begin);
      auto shape = exact(one.begin, 2);
      shape.zone = berlin();
      SiteFaults faults;
      faults.glitch = 300;
      const SiteStory story(shape, faults, seed);
      ToldAccounting told(story.settings());
      int checked = 0;
      told.tell(story, [&](const Poll& poll) {
        if (poll.at.utc != utc(one.day_is_closed)) return;
        const auto snapshot = told.accounting().snapshot();
        check_day(story, snapshot.closed.windows[kpi::position(kpi::Window::day)], one.length);
        ++checked;
      });
      CHECK(checked == 1);
      check_counters(story, told.accounting().snapshot());
    }
  }
}
