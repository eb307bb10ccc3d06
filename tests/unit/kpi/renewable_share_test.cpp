#include "kpi/renewable_share.h"

#include <catch2/catch.hpp>

#include "quarters.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

const auto utc_zone = Zone::fixed("UTC", 0s);

std::optional<double> share(Matching matching, const Quarters& quarters,
                            const Zone& zone = utc_zone) {
  std::vector<const site::SiteInterval*> usable;
  for (const auto& closed : quarters.closed) usable.push_back(&closed);
  return renewable_share(matching, usable, zone);
}

Quarters from_midnight() { return Quarters(UtcTime{}); }

}  // namespace

TEST_CASE("a surplus of one hour does not pay for the lack of another") {
  // Hours of L = 400, G = 800, 600, 200, 0. Over the whole Σ G / Σ L = 1600 / 1600 would be 100 %;
  // by the hour 400 + 400 + 200 + 0 = 1000 of 1600 are matched: 62.5 %.
  auto day = from_midnight();
  for (const auto used : {200, 150, 50, 0}) {
    for (int i = 0; i < 4; ++i) day.green(100, used);
  }
  CHECK(*share(Matching::local_hour, day) == 0.625);
}

TEST_CASE("within an hour a surplus pays for a lack, by interval it does not") {
  // L = 100 four times, G = 200, 0, 100, 0: min by hour 300 of 400, by interval 100 + 0 + 100 + 0.
  auto hour = from_midnight().green(100, 200).green(100, 0).green(100, 100).green(100, 0);
  CHECK(*share(Matching::local_hour, hour) == 0.75);
  CHECK(*share(Matching::interval, hour) == 0.5);
}

TEST_CASE("hours are those of the site's own clock") {
  // From 00:00Z, in a zone of +05:30: two quarters end the local hour 05:00, two begin 06:00.
  auto hour = from_midnight().green(100, 200).green(100, 200).green(100, 0).green(100, 0);
  CHECK(*share(Matching::local_hour, hour) == 1.0);
  CHECK(*share(Matching::local_hour, hour, Zone::fixed("Asia/Kolkata", 5h + 30min)) == 0.5);
}

TEST_CASE("an interval without renewable data counts as load without generation") {
  // 50 of 100 known, the other 100 unknown: 50 / 200, not 50 / 100.
  CHECK(*share(Matching::interval, from_midnight().green(100, 50).add(100, 100)) == 0.25);
}

TEST_CASE("a site without renewable sources has no share, not one of 0") {
  CHECK_FALSE(share(Matching::interval, from_midnight().add(4, 100, 80)).has_value());
  CHECK_FALSE(share(Matching::interval, from_midnight()).has_value());
}

TEST_CASE("no sun at night is a share of 0") {
  CHECK(*share(Matching::interval, from_midnight().green(100, 0)) == 0.0);
}

TEST_CASE("0 of 0 is no share") {
  CHECK_FALSE(share(Matching::interval, from_midnight().green(0, 0)).has_value());
}

TEST_CASE("a facility that reads backwards matches nothing") {
  // L = 100 and −20 (a wrong CT): 40 matched in the first, none in the second: 40 / 80.
  CHECK(*share(Matching::interval, from_midnight().green(100, 40).green(-20, 10)) == 0.5);
}
