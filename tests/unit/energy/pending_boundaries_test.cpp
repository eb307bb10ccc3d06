#include "energy/pending_boundaries.h"

#include <catch2/catch.hpp>

#include "base/limits.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

TEST_CASE("an interval comes out when both directions are settled at both boundaries") {
  PendingBoundaries boundaries({true, true});
  boundaries.add(mark(0));
  boundaries.add(mark(900));
  boundaries.settle(Direction::imported, {10 * kwh, Quality::measured, {}});
  boundaries.settle(Direction::imported, {35 * kwh, Quality::measured, {}});
  boundaries.settle(Direction::exported, {1 * kwh, Quality::measured, {}});
  CHECK(boundaries.take().empty());
  boundaries.settle(Direction::exported, {3 * kwh, Quality::measured, {}});
  const auto closed = boundaries.take();
  REQUIRE(closed.size() == 1);
  CHECK(stated(closed[0]) ==
        IntervalEnergy{period(0, 900), Quality::measured, 25 * kwh, 2 * kwh, {}});
  CHECK(boundaries.find(at(0).utc) == nullptr);
  CHECK(boundaries.find(at(900).utc) != nullptr);
}

TEST_CASE("the gap of an interval is the union of the gaps at its boundaries") {
  PendingBoundaries boundaries({true, false});
  boundaries.add(mark(0));
  boundaries.add(mark(900));
  boundaries.settle(Direction::imported, {{}, Quality::measured, period(-2000, 100)});
  boundaries.settle(Direction::imported, {kwh, Quality::measured, period(800, 3000)});
  const auto closed = boundaries.take();
  CHECK(closed.at(0).quality == Quality::recovered);
  CHECK(closed.at(0).gap == period(-2000, 3000));
}

TEST_CASE("the worse direction decides the quality") {
  PendingBoundaries boundaries({true, true});
  boundaries.add(mark(0));
  boundaries.add(mark(900));
  for (const Direction direction : directions) {
    boundaries.settle(direction, {{}, Quality::measured, {}});
  }
  boundaries.settle(Direction::imported, {kwh, Quality::missing, {}});
  boundaries.settle(Direction::exported, {kwh, Quality::measured, {}});
  CHECK(boundaries.take().at(0) == IntervalEnergy{period(0, 900), Quality::missing, {}, {}, {}});
}

TEST_CASE("a boundary that is not later than the last one is ignored") {
  PendingBoundaries boundaries({true, false});
  CHECK(boundaries.add(mark(900)));
  CHECK_FALSE(boundaries.add(mark(900)));
}

TEST_CASE("beyond the limit the oldest interval is given up as missing") {
  PendingBoundaries boundaries({true, false});
  for (std::size_t i = 0; i < limits::pending_boundaries; ++i) {
    boundaries.add(mark(900.0 * static_cast<double>(i)));
  }
  CHECK(boundaries.take().empty());
  boundaries.add(mark(900.0 * limits::pending_boundaries));
  const auto closed = boundaries.take();
  REQUIRE(closed.size() == 1);
  CHECK(closed[0] == IntervalEnergy{period(0, 900), Quality::missing, {}, {}, {}});
  CHECK(boundaries.unsettled(Direction::imported)->at == at(900));
  // With the first of them settled the next one still is not.
  boundaries.settle(Direction::imported, {{}, Quality::measured, {}});
  boundaries.add(mark(900.0 * (limits::pending_boundaries + 1)));
  CHECK(boundaries.unsettled(Direction::imported)->at == at(1800));
}
