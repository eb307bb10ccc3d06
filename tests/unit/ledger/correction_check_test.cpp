#include "ledger/correction_check.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using Catch::Contains;
using energy::Quality;

namespace {

const UtcTime noon = *parse_rfc3339("2026-03-01T12:00:00Z");

/// 100 J of meter 2 over two quarter hours.
Correction correction() {
  Correction one;
  one.meter = "ups";
  one.period = {noon, noon + 30min};
  one.after = Joules{100};
  return one;
}

site::SiteInterval version(int quarter, std::uint32_t number = 2) {
  site::SiteInterval interval;
  interval.interval = {noon + quarter * 15min, noon + (quarter + 1) * 15min};
  interval.version = number;
  return interval;
}

std::vector<MeterRow> rows(std::int64_t imported, Quality quality = Quality::edited) {
  std::vector<MeterRow> all(2);
  all[0].number = 1;
  all[1] = {2, quality, false, false, Joules{imported}, Joules{7}};
  return all;
}

CorrectionCheck begun(const Correction& one = correction()) {
  CorrectionCheck check;
  REQUIRE(check.begin(one, 2).has_value());
  return check;
}

std::string refusal(const Result<void>& result) {
  REQUIRE(result.has_error());
  return result.error().message;
}

}  // namespace

TEST_CASE("the versions that a correction asks for are taken, and nothing is outstanding") {
  auto check = begun();
  const auto first = rows(40), second = rows(60);
  CHECK_THAT(refusal(check.nothing_outstanding()), Contains("2026-03-01T12:00:00Z"));
  REQUIRE(check.interval(version(0), &first).has_value());
  CHECK_THAT(refusal(check.nothing_outstanding()), Contains("2026-03-01T12:15:00Z"));
  REQUIRE(check.interval(version(1, 5), &second).has_value());
  CHECK(check.nothing_outstanding().has_value());
  CHECK(check.interval(version(9, 1), nullptr).has_value());  // and any interval may follow
}

TEST_CASE("the other direction is that of a correction of it") {
  auto one = correction();
  one.direction = energy::Direction::exported;
  one.after = Joules{14};
  auto check = begun(one);
  const auto both = rows(1000);
  REQUIRE(check.interval(version(0), &both).has_value());
  CHECK(check.interval(version(1), &both).has_value());
}

TEST_CASE("what a correction does not ask for is refused") {
  const auto half = rows(50), more = rows(51), measured = rows(50, Quality::measured);
  const std::vector<MeterRow> without;
  SECTION("another interval") {
    CHECK_THAT(refusal(begun().interval(version(1), &half)), Contains("12:00:00Z"));
  }
  SECTION("a first version") {
    CHECK_THAT(refusal(begun().interval(version(0, 1), &half)), Contains("12:00:00Z"));
  }
  SECTION("a meter that is not edited, or not there") {
    CHECK_THAT(refusal(begun().interval(version(0), &measured)), Contains("ups"));
    CHECK_THAT(refusal(begun().interval(version(0), &without)), Contains("ups"));
  }
  SECTION("another sum") {
    auto check = begun();
    REQUIRE(check.interval(version(0), &half).has_value());
    CHECK_THAT(refusal(check.interval(version(1), &more)),
               Contains("says 100 J") && Contains("come to 101 J"));
  }
  SECTION("a version beyond the period") {
    auto one = correction();
    one.period.end = noon + 20min;
    auto check = begun(one);
    REQUIRE(check.interval(version(0), &half).has_value());
    CHECK(check.interval(version(1), &half).has_error());
  }
  SECTION("a second correction before the versions of the first") {
    auto check = begun();
    CHECK(check.begin(correction(), 2).has_error());
  }
}

TEST_CASE("where detail was dropped, or entries are left out, the rest is checked") {
  auto check = begun();
  const auto half = rows(50);
  REQUIRE(check.interval(version(0), nullptr).has_value());
  CHECK(check.interval(version(1), &half).has_value());  // the sum cannot be told
  check = begun();
  check.forget();
  CHECK(check.nothing_outstanding().has_value());
}
