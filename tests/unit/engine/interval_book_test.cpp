#include "engine/interval_book.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

const UtcTime noon = *parse_rfc3339("2026-03-01T12:00:00Z");
const Period first{noon, noon + 15min};
const Period second{noon + 15min, noon + 30min};

IntervalEnergy measured(Period interval, std::int64_t joules) {
  return {interval, Quality::measured, Joules{joules}, Joules{0}, std::nullopt};
}
IntervalEnergy missing(MeterId, Period interval) {
  return {interval, Quality::missing, Joules{0}, Joules{0}, std::nullopt};
}

IntervalBook book_with_two_intervals() {
  IntervalBook book(2, 120s);
  book.open(first);
  book.open(second);
  return book;
}

}  // namespace

TEST_CASE("an interval closes as soon as every meter has settled") {
  auto book = book_with_two_intervals();
  book.settle(MeterId{0}, measured(first, 10));
  CHECK(book.close_due(first.end + 1s, missing).empty());
  book.settle(MeterId{1}, measured(first, 20));
  const auto closed = book.close_due(first.end + 1s, missing);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].interval == first);
  CHECK(closed[0].version == 1);
  CHECK(closed[0].meters == std::vector{measured(first, 10), measured(first, 20)});
  CHECK(book.waiting().empty());
}

TEST_CASE("an interval closes at the end of its grace with what can be said then") {
  auto book = book_with_two_intervals();
  book.settle(MeterId{0}, measured(first, 10));
  CHECK(book.close_due(first.end + 119s, missing).empty());
  const auto closed = book.close_due(first.end + 120s, missing);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].meters[1].quality == Quality::missing);
  REQUIRE(book.waiting().size() == 1);
  CHECK(book.waiting()[0].unsettled == std::vector{MeterId{1}});
}

TEST_CASE("what settles later makes a new version that names the one before") {
  auto book = book_with_two_intervals();
  book.settle(MeterId{0}, measured(first, 10));
  book.close_due(first.end + 120s, missing);
  book.settle(MeterId{1}, measured(first, 20));
  const auto closed = book.close_due(first.end + 121s, missing);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].version == 2);
  CHECK(closed[0].meters == std::vector{measured(first, 10), measured(first, 20)});
  REQUIRE(closed[0].superseded);
  CHECK((*closed[0].superseded)[1].quality == Quality::missing);
  CHECK(book.close_due(first.end + 122s, missing).empty());
}

TEST_CASE("a settled energy equal to the provisional one makes no new version") {
  auto book = book_with_two_intervals();
  book.settle(MeterId{0}, measured(first, 10));
  book.close_due(first.end + 120s, [](MeterId, Period p) { return measured(p, 20); });
  book.settle(MeterId{1}, measured(first, 20));
  CHECK(book.close_due(first.end + 121s, missing).empty());
  CHECK(book.waiting().empty());
}

TEST_CASE("intervals close in order even when a later one is complete first") {
  auto book = book_with_two_intervals();
  book.settle(MeterId{0}, measured(second, 1));
  book.settle(MeterId{1}, measured(second, 2));
  CHECK(book.close_due(second.end, missing).size() == 2);  // the first's grace ended long before
}

TEST_CASE("after a restart missed intervals wait for the meters' first chance") {
  auto book = book_with_two_intervals();
  book.hold_until(second.end + 10min);
  CHECK(book.close_due(second.end + 9min, missing).empty());
  CHECK(book.close_due(second.end + 10min, missing).size() == 2);
}

TEST_CASE("a waiting interval put back after a restart is superseded as if nothing had happened") {
  auto before = book_with_two_intervals();
  before.settle(MeterId{0}, measured(first, 10));
  const auto closed = before.close_due(first.end + 120s, missing);
  IntervalBook after(2, 120s);
  after.restore(before.waiting().at(0), closed.at(0).meters);
  after.settle(MeterId{1}, measured(first, 20));
  const auto versions = after.close_due(first.end + 10h, missing);
  REQUIRE(versions.size() == 1);
  CHECK(versions[0].version == 2);
  CHECK(versions[0].meters == std::vector{measured(first, 10), measured(first, 20)});
}

TEST_CASE("what a person entered stands, whatever settles later") {
  IntervalBook book(2, 120s);
  auto entered = measured(first, 10);
  entered.quality = Quality::edited;
  book.restore({first, 2, {MeterId{1}}}, {entered, missing(MeterId{1}, first)});
  book.settle(MeterId{0}, measured(first, 99));
  CHECK(book.close_due(first.end, missing).empty());
  book.settle(MeterId{1}, measured(first, 20));
  const auto closed = book.close_due(first.end, missing);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].version == 3);
  CHECK(closed[0].meters[0] == entered);
  CHECK(closed[0].meters[1] == measured(first, 20));
}
