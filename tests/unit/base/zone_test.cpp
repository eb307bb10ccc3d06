#include "base/zone.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace std::chrono_literals;
using namespace std::chrono;

namespace {
UtcTime utc(const char* text) { return *parse_rfc3339(text); }

/// Berlin in 2026: CEST from 29 March 01:00Z to 25 October 01:00Z.
Zone berlin() {
  return Zone("Europe/Berlin", {{utc("2025-10-26T01:00:00Z"), 1h},
                                {utc("2026-03-29T01:00:00Z"), 2h},
                                {utc("2026-10-25T01:00:00Z"), 1h}});
}
}  // namespace

TEST_CASE("a local day starts at local midnight") {
  const auto shanghai = Zone::fixed("Asia/Shanghai", 8h);
  CHECK(shanghai.start_of({2026y / March / 1}) == utc("2026-02-28T16:00:00Z"));
  CHECK(shanghai.date_at(utc("2026-02-28T16:00:00Z")) == LocalDate{2026y / March / 1});
  CHECK(shanghai.date_at(utc("2026-02-28T15:59:59Z")) == LocalDate{2026y / February / 28});
}

TEST_CASE("days of a change of offset have 23 and 25 hours") {
  const auto zone = berlin();
  const auto length = [&](year_month_day day) {
    return zone.start_of({sys_days{day} + days{1}}) - zone.start_of({day});
  };
  CHECK(length(2026y / March / 28) == 24h);
  CHECK(length(2026y / March / 29) == 23h);
  CHECK(length(2026y / October / 25) == 25h);
  CHECK(zone.start_of({2026y / March / 29}) == utc("2026-03-28T23:00:00Z"));
  CHECK(zone.start_of({2026y / October / 26}) == utc("2026-10-25T23:00:00Z"));
}

TEST_CASE("a day whose midnight is skipped begins at the change") {
  // Santiago springs forward at 00:00: 2026-09-06 begins at 01:00 local, 04:00Z.
  const Zone zone("America/Santiago",
                  {{utc("2026-04-05T03:00:00Z"), -4h}, {utc("2026-09-06T04:00:00Z"), -3h}});
  CHECK(zone.start_of({2026y / September / 6}) == utc("2026-09-06T04:00:00Z"));
  CHECK(zone.start_of({2026y / September / 7}) == utc("2026-09-07T03:00:00Z"));
}

TEST_CASE("a local hour of a zone with half hours starts at the local full hour") {
  const auto kolkata = Zone::fixed("Asia/Kolkata", 5h + 30min);
  CHECK(kolkata.start_of_hour(utc("2026-03-01T00:10:00Z")) == utc("2026-02-28T23:30:00Z"));
}
