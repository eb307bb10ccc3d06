#include "base/rfc3339.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace std::chrono_literals;

namespace {
UtcTime at(std::int64_t seconds) { return UtcTime{std::chrono::seconds{seconds}}; }
}  // namespace

TEST_CASE("an RFC 3339 time is read with its zone") {
  // date -u -d 2026-03-01T00:00:00Z +%s = 1772323200
  CHECK(*parse_rfc3339("2026-03-01T00:00:00Z") == at(1772323200));
  CHECK(*parse_rfc3339("2026-03-01T08:00:00+08:00") == at(1772323200));
  CHECK(*parse_rfc3339("2026-02-28T19:00:00-05:00") == at(1772323200));
  CHECK(*parse_rfc3339("2026-03-01T00:00:00.25Z") == at(1772323200) + 250ms);
}

TEST_CASE("a leap second is the following second") {
  CHECK(*parse_rfc3339("2016-12-31T23:59:60Z") == *parse_rfc3339("2017-01-01T00:00:00Z"));
}

TEST_CASE("a time without zone, with an impossible date or trailing text is refused") {
  for (auto text : {"2026-03-01T00:00:00", "2026-02-29T00:00:00Z", "2026-03-01T24:00:00Z",
                    "2026-03-01T00:00:00Zjunk", "2026-3-1T00:00:00Z", "", "1969-12-31T00:00:00Z"}) {
    INFO(text);
    CHECK(parse_rfc3339(text).has_error());
  }
}

TEST_CASE("a moment is written in UTC or on the wall clock of an offset") {
  CHECK(format_rfc3339(at(1772323200)) == "2026-03-01T00:00:00Z");
  CHECK(format_rfc3339(at(1772323200) + 250ms) == "2026-03-01T00:00:00.250Z");
  CHECK(format_rfc3339(at(1772323200), 8h) == "2026-03-01T08:00:00+08:00");
  CHECK(format_rfc3339(at(1772323200), -(3h + 30min)) == "2026-02-28T20:30:00-03:30");
}
