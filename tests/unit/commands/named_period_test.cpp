#include "commands/named_period.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);

Period period(const char* text) { return parse_period(text, shanghai).value().period; }
Period of(const char* start, const char* end) {
  return {parse_rfc3339(start).value(), parse_rfc3339(end).value()};
}

}  // namespace

TEST_CASE("months, quarters, years and bounds are local") {
  CHECK(period("2026-02") == of("2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z"));
  CHECK(period("2026-12") == of("2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z"));
  CHECK(period("2026-Q1") == of("2025-12-31T16:00:00Z", "2026-03-31T16:00:00Z"));
  CHECK(period("2026-Q4") == of("2026-09-30T16:00:00Z", "2026-12-31T16:00:00Z"));
  CHECK(period("2024") == of("2023-12-31T16:00:00Z", "2024-12-31T16:00:00Z"));
  CHECK(period("2026-03-01/2026-03-15") == of("2026-02-28T16:00:00Z", "2026-03-14T16:00:00Z"));
  CHECK(period("2026-03-01T00:00:00Z/2026-03-02T12:30:00+08:00") ==
        of("2026-03-01T00:00:00Z", "2026-03-02T04:30:00Z"));
  CHECK(parse_period("2026-Q1", shanghai)->name == "2026-Q1");
}

TEST_CASE("what is no period is told with the forms there are") {
  for (const char* text : {"", "2026-13", "2026-00", "2026-Q5", "26-03", "2026-3", "march"})
    CHECK(parse_period(text, shanghai).error().message.find("a quarter 2026-Q1") !=
          std::string::npos);
  CHECK(parse_period("2026-03-15/2026-03-01", shanghai).error().message.find("ends before") !=
        std::string::npos);
  CHECK(parse_period("2026-03-01/x", shanghai).has_error());
  for (const char* text : {"1969", "2201", "9999-12", "0001-Q1"})
    CHECK(parse_period(text, shanghai).error().message.find("1970 to 2200") != std::string::npos);
  CHECK(parse_period("2200", shanghai).has_value());
}
