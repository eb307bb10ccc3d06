#include "engine/clock_steps.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;

namespace {

Moment moment(Duration mono, Duration utc) { return {MonoTime{mono}, start + utc}; }
Period quarter(int number) { return {start + number * 15min, start + (number + 1) * 15min}; }

}  // namespace

TEST_CASE("slewing is no step") {
  ClockSteps steps(15min);
  steps.observe(moment(0s, 0s), start);
  steps.observe(moment(1s, 3s), start);  // 2 s fast, no more
  steps.observe(moment(2s, 2s), start);  // 2 s slow
  steps.observe(moment(1h, 1h), start);  // a long time without a look
  CHECK(steps.marked().empty());
  CHECK(steps.skips().empty());
}

TEST_CASE("a forward step marks where it left and where it came, and skips what is between") {
  ClockSteps steps(15min);
  steps.observe(moment(7min, 7min), start);
  steps.observe(moment(7min + 1s, 67min), start);  // 00:07 → 01:07
  CHECK(steps.stepped(quarter(0)));
  CHECK(steps.stepped(quarter(4)));
  for (const int number : {1, 2, 3}) {
    CHECK(steps.skipped(quarter(number)));
    CHECK_FALSE(steps.stepped(quarter(number)));
  }
  CHECK_FALSE(steps.skipped(quarter(0)));
  CHECK_FALSE(steps.skipped(quarter(4)));
  // Where the clock would have stood, and where it was set to; told once.
  CHECK(steps.take_observed() == std::vector<ClockStep>{{start + 7min + 1s, start + 67min}});
  CHECK(steps.take_observed().empty());
}

TEST_CASE("a step within an interval skips nothing") {
  ClockSteps steps(15min);
  steps.observe(moment(1min, 1min), start);
  steps.observe(moment(61s, 5min), start);
  CHECK(steps.marked() == std::set<UtcTime>{start});
  CHECK(steps.skips().empty());
}

TEST_CASE("a backward step marks the open interval, and nothing that is closed") {
  ClockSteps steps(15min);
  steps.observe(moment(67min, 67min), start + 1h);
  steps.observe(moment(67min + 1s, 7min), start + 1h);
  CHECK(steps.marked() == std::set<UtcTime>{start + 1h});
  CHECK(steps.skips().empty());
}

TEST_CASE("what is closed for good is forgotten, the rest survives a restart") {
  ClockSteps steps(15min);
  steps.observe(moment(7min, 7min), start);
  steps.observe(moment(8min, 67min), start);
  ClockSteps after(15min);
  after.restore(steps.marked(), steps.skips());
  CHECK(after.skipped(quarter(2)));
  after.forget_before(start + 1h);
  CHECK(after.skips().empty());
  CHECK(after.marked() == std::set<UtcTime>{start + 1h});
}

TEST_CASE("a clock that was behind and goes forward does not leave out the interval that is open") {
  ClockSteps steps(15min);
  // Back from 02:07 to 01:27, and from 01:37 forward to 02:37: 02:00 is open all the time.
  const auto open = start + 2h;
  steps.observe(moment(127min, 127min), open);
  steps.observe(moment(127min + 1s, 87min), open);
  steps.observe(moment(137min, 97min), open);
  steps.observe(moment(137min + 1s, 157min), open);
  CHECK_FALSE(steps.skipped(quarter(7)));  // 01:45, closed long ago
  CHECK_FALSE(steps.skipped(quarter(8)));  // 02:00
  CHECK(steps.skipped(quarter(9)));
  CHECK_FALSE(steps.skipped(quarter(10)));
  CHECK(steps.stepped(quarter(8)));
  CHECK(steps.stepped(quarter(10)));
}
