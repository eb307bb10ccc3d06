#include <catch2/catch.hpp>

#include "site/balance.h"

using namespace pue;
using namespace pue::site;

namespace {

SiteInterval with(std::int64_t facility, std::int64_t it) {
  SiteInterval interval;
  interval.quality = energy::Quality::measured;
  interval.facility = Joules{facility};
  interval.it = Joules{it};
  return interval;
}

}  // namespace

TEST_CASE("an interval without estimates is usable and coverable") {
  CHECK(with(1250, 1000).usable());
  CHECK(with(1250, 1000).coverable());
}

TEST_CASE("an interval needs both sides") {
  auto interval = with(1250, 1000);
  interval.it.reset();
  CHECK_FALSE(interval.usable());
  CHECK_FALSE(interval.coverable());
  interval = with(1250, 1000);
  interval.facility.reset();
  CHECK_FALSE(interval.usable());
}

TEST_CASE("estimates up to 5 % of their own side leave an interval usable") {
  auto interval = with(2000, 1000);
  interval.estimated_facility = Joules{100};
  interval.estimated_it = Joules{50};
  CHECK(interval.usable());
  interval.estimated_it = Joules{51};
  CHECK_FALSE(interval.usable());
  interval.estimated_it = Joules{50};
  interval.estimated_facility = Joules{101};
  CHECK_FALSE(interval.usable());
}

TEST_CASE("estimates up to 1 % of their own side leave an interval coverable") {
  auto interval = with(2000, 1000);
  interval.estimated_facility = Joules{20};
  interval.estimated_it = Joules{10};
  CHECK(interval.coverable());
  interval.estimated_it = Joules{11};
  CHECK_FALSE(interval.coverable());
  CHECK(interval.usable());
  interval.estimated_it = Joules{10};
  interval.estimated_facility = Joules{21};
  CHECK_FALSE(interval.coverable());
  CHECK(interval.usable());
}

TEST_CASE("a side of 0 or below bears no estimate, but is usable as it was measured") {
  for (const std::int64_t it : {0, -10}) {
    auto interval = with(1250, it);
    CHECK(interval.usable());
    CHECK(interval.coverable());
    interval.estimated_it = Joules{1};
    CHECK_FALSE(interval.usable());
  }
}

TEST_CASE("shares of very large energies are compared exactly") {
  // 5 % of 4e18 are 2e17; the products exceed 64 bits.
  auto interval = with(4'000'000'000'000'000'000, 4'000'000'000'000'000'000);
  interval.estimated_facility = Joules{200'000'000'000'000'000};
  CHECK(interval.usable());
  interval.estimated_facility += Joules{1};
  CHECK_FALSE(interval.usable());
}

TEST_CASE("a stepped clock or an unconfirmed profile uncovers an interval, it stays usable") {
  auto interval = with(1250, 1000);
  interval.clock_stepped = true;
  CHECK(interval.usable());
  CHECK_FALSE(interval.coverable());
  interval.clock_stepped = false;
  interval.unconfirmed = true;
  CHECK(interval.usable());
  CHECK_FALSE(interval.coverable());
}
