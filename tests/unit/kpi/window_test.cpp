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

/// A site that has always been in service.
constexpr UtcTime always{Duration::min()};

Period last_closed(Window window, UtcTime closed_until, const Zone& zone) {
  const auto period = window_period(window, closed_until, always, zone);
  REQUIRE(period);
  return *period;
}

}  // namespace

TEST_CASE("windows have the names of the window label") {
  CHECK(name(Window::quarter_hour) == "15m");
  CHECK(name(Window::hour) == "1h");
  CHECK(name(Window::day) == "1d");
  CHECK(name(Window::month_to_date) == "mtd");
  CHECK(name(Window::year_to_date) == "ytd");
  CHECK(name(Window::twelve_months) == "12mo");
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

TEST_CASE("running windows go from the local start to the last closed interval") {
  const auto closed = utc("2026-07-15T10:30:00+08:00");
  CHECK(last_closed(Window::month_to_date, closed, shanghai) ==
        between("2026-07-01T00:00:00+08:00", "2026-07-15T10:30:00+08:00"));
  CHECK(last_closed(Window::year_to_date, closed, shanghai) ==
        between("2026-01-01T00:00:00+08:00", "2026-07-15T10:30:00+08:00"));
  CHECK(last_closed(Window::twelve_months, closed, shanghai) ==
        between("2025-07-01T00:00:00+08:00", "2026-07-01T00:00:00+08:00"));
}

TEST_CASE("at the turn of month and year the running windows are the whole ones that ended") {
  const auto new_year = utc("2026-01-01T00:00:00+08:00");
  CHECK(last_closed(Window::month_to_date, new_year, shanghai) ==
        between("2025-12-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00"));
  CHECK(last_closed(Window::year_to_date, new_year, shanghai) ==
        between("2025-01-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00"));
  CHECK(last_closed(Window::twelve_months, new_year, shanghai) ==
        between("2025-01-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00"));
  // A quarter hour later the new ones have begun.
  CHECK(last_closed(Window::month_to_date, new_year + 15min, shanghai) ==
        Period{new_year, new_year + 15min});
  CHECK(last_closed(Window::year_to_date, new_year + 15min, shanghai) ==
        Period{new_year, new_year + 15min});
}

TEST_CASE("a leap year has 366 days, February 29") {
  const auto closed = utc("2029-01-01T00:00:00+08:00");
  CHECK(last_closed(Window::twelve_months, closed, shanghai).length() == 366 * 24h);
  CHECK(last_closed(Window::twelve_months, utc("2028-02-29T12:00:00+08:00"), shanghai) ==
        between("2027-02-01T00:00:00+08:00", "2028-02-01T00:00:00+08:00"));
  CHECK(month_at(utc("2028-02-29T23:45:00+08:00"), shanghai).length() == 29 * 24h);
  CHECK(month_at(utc("2027-02-28T23:45:00+08:00"), shanghai).length() == 28 * 24h);
  CHECK(year_at(utc("2028-06-01T00:00:00Z"), berlin).length() == 366 * 24h);
}

TEST_CASE("months with a change to or from summer time have an hour less or more") {
  CHECK(month_at(utc("2026-03-15T00:00:00Z"), berlin).length() == 31 * 24h - 1h);
  CHECK(month_at(utc("2026-10-15T00:00:00Z"), berlin).length() == 31 * 24h + 1h);
}

TEST_CASE("a site that went into service within a month runs from that day on") {
  const auto in_service = utc("2026-07-10T00:00:00+08:00");
  const auto at = [&](Window window, const char* closed_until) {
    return window_period(window, utc(closed_until), in_service, shanghai);
  };
  CHECK(at(Window::month_to_date, "2026-07-15T10:30:00+08:00") ==
        between("2026-07-10T00:00:00+08:00", "2026-07-15T10:30:00+08:00"));
  CHECK(at(Window::year_to_date, "2026-08-15T10:30:00+08:00") ==
        between("2026-07-10T00:00:00+08:00", "2026-08-15T10:30:00+08:00"));
  CHECK(at(Window::month_to_date, "2026-08-15T10:30:00+08:00") ==
        between("2026-08-01T00:00:00+08:00", "2026-08-15T10:30:00+08:00"));
  // Running windows are empty, closed ones would reach behind it.
  CHECK_FALSE(at(Window::month_to_date, "2026-07-10T00:00:00+08:00"));
  CHECK_FALSE(at(Window::year_to_date, "2026-07-05T00:00:00+08:00"));
  CHECK_FALSE(at(Window::hour, "2026-07-10T00:45:00+08:00"));
  CHECK(at(Window::hour, "2026-07-10T01:00:00+08:00"));
  CHECK_FALSE(at(Window::day, "2026-07-10T23:45:00+08:00"));
  CHECK(at(Window::day, "2026-07-11T00:00:00+08:00"));
}

TEST_CASE("the annual window is absent until twelve whole months after the site's service began") {
  const auto annual = [&](const char* in_service, const char* closed_until) {
    return window_period(Window::twelve_months, utc(closed_until), utc(in_service), shanghai);
  };
  // From 1 July 2025: July 2025 to June 2026 are twelve.
  CHECK_FALSE(annual("2025-07-01T00:00:00+08:00", "2026-06-30T23:45:00+08:00"));
  CHECK(annual("2025-07-01T00:00:00+08:00", "2026-07-01T00:00:00+08:00") ==
        between("2025-07-01T00:00:00+08:00", "2026-07-01T00:00:00+08:00"));
  // From 2 July on, July 2025 is no whole month.
  CHECK_FALSE(annual("2025-07-02T00:00:00+08:00", "2026-07-31T23:45:00+08:00"));
  CHECK(annual("2025-07-02T00:00:00+08:00", "2026-08-01T00:00:00+08:00") ==
        between("2025-08-01T00:00:00+08:00", "2026-08-01T00:00:00+08:00"));
}

TEST_CASE("hours around a change of half an hour are one of 90 minutes, and never overlap") {
  // Lord Howe: on 5 April 2026 at 02:00 (+11) = 15:00Z the day before the clock goes back to 01:30.
  const Zone lord_howe("Australia/Lord_Howe", {{utc("2025-10-04T15:30:00Z"), 11h},
                                               {utc("2026-04-04T15:00:00Z"), 10h + 30min}});
  const auto long_hour = between("2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z");
  for (UtcTime t = long_hour.start; t < long_hour.end; t += 15min)
    CHECK(hour_at(t, lord_howe) == long_hour);
  CHECK(hour_at(long_hour.end, lord_howe) ==
        between("2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z"));
  CHECK(last_closed(Window::hour, utc("2026-04-04T15:15:00Z"), lord_howe) ==
        between("2026-04-04T13:00:00Z", "2026-04-04T14:00:00Z"));
  CHECK(last_closed(Window::hour, long_hour.end, lord_howe) == long_hour);
}
