#include "kpi/window.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

UtcTime utc(const char* text) { return *parse_rfc3339(text); }
Period between(const char* start, const char* end) { return {utc(start), utc(end)}; }

const auto shanghai = Zone::fixed("Asia/Shanghai", 8h);
/// Berlin in 2026: CEST from 29 March 01:00Z to 25 October 01:00Z.
const Zone berlin("Europe/Berlin", {{utc("2025-10-26T01:00:00Z"), 1h},
                                    {utc("2026-03-29T01:00:00Z"), 2h},
                                    {utc("2026-10-25T01:00:00Z"), 1h}});

}  // namespace

TEST_CASE("windows have the names of the window label") {
  CHECK(name(Window::quarter_hour) == "15m");
  CHECK(name(Window::hour) == "1h");
  CHECK(name(Window::day) == "1d");
}

TEST_CASE("the last closed window ends where everything is closed, not later") {
  const auto closed = utc("2026-07-01T10:30:00+08:00");
  CHECK(last_closed(Window::quarter_hour, closed, shanghai) ==
        between("2026-07-01T10:15:00+08:00", "2026-07-01T10:30:00+08:00"));
  CHECK(last_closed(Window::hour, closed, shanghai) ==
        between("2026-07-01T09:00:00+08:00", "2026-07-01T10:00:00+08:00"));
  CHECK(last_closed(Window::day, closed, shanghai) ==
        between("2026-06-30T00:00:00+08:00", "2026-07-01T00:00:00+08:00"));
}

TEST_CASE("a window that ends exactly at the closed moment is closed") {
  const auto midnight = utc("2026-07-01T00:00:00+08:00");
  CHECK(last_closed(Window::hour, midnight, shanghai).end == midnight);
  CHECK(last_closed(Window::day, midnight, shanghai).end == midnight);
  CHECK(last_closed(Window::day, midnight - 15min, shanghai).end == midnight - 24h);
}

TEST_CASE("a moment within a quarter hour leaves the running one out") {
  CHECK(last_closed(Window::quarter_hour, utc("2026-07-01T10:29:59Z"), shanghai) ==
        between("2026-07-01T10:00:00Z", "2026-07-01T10:15:00Z"));
}

TEST_CASE("hours of a zone with a half-hour offset begin at its own full hour") {
  const auto kolkata = Zone::fixed("Asia/Kolkata", 5h + 30min);
  CHECK(last_closed(Window::hour, utc("2026-07-01T10:45:00+05:30"), kolkata) ==
        between("2026-07-01T09:00:00+05:30", "2026-07-01T10:00:00+05:30"));
}

TEST_CASE("the day in which summer time begins has 23 hours, the one in which it ends 25") {
  const auto spring = last_closed(Window::day, utc("2026-03-30T08:00:00Z"), berlin);
  CHECK(spring == between("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"));
  CHECK(spring.length() == 23h);
  const auto autumn = last_closed(Window::day, utc("2026-10-26T08:00:00Z"), berlin);
  CHECK(autumn == between("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"));
  CHECK(autumn.length() == 25h);
}

TEST_CASE("the hour that summer time skips or repeats has 60 minutes") {
  // 02:00–03:00 does not exist on 29 March: 01:00–02:00 CET is followed by 03:00–04:00 CEST.
  CHECK(last_closed(Window::hour, utc("2026-03-29T01:30:00Z"), berlin) ==
        between("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"));
  CHECK(last_closed(Window::hour, utc("2026-03-29T02:00:00Z"), berlin) ==
        between("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"));
  CHECK(last_closed(Window::hour, utc("2026-10-25T01:30:00Z"), berlin) ==
        between("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"));
}
