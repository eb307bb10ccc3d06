#include "energy/register_estimate.h"

#include <catch2/catch.hpp>

#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

RegisterEstimate begun(Duration update_period = 0s) {
  RegisterEstimate estimate(Direction::imported, update_period, 15min);
  estimate.begin(mark(0));
  return estimate;
}

}  // namespace

TEST_CASE("between readings x is carried by power") {
  auto estimate = begun();
  const auto bracket = estimate.bracket(mark(60, 800 * wh, 60), {}, kwh);
  CHECK(estimate.energy(bracket, mark(30, 400 * wh, 30)) == 400 * wh);
  estimate.pass(bracket);
  CHECK(estimate.energy() == 800 * wh);
}

TEST_CASE("x below the register is raised to it") {
  auto estimate = begun();
  estimate.pass(estimate.bracket(mark(60, 800 * wh, 60), 1 * kwh, kwh));
  CHECK(estimate.energy() == 1 * kwh);
}

TEST_CASE("a downward clamp is withheld from the following increments") {
  auto estimate = begun();
  // power says 1200 Wh but the register still shows 0: x := R + q = 1000 Wh, and does not fall
  estimate.pass(estimate.bracket(mark(60, 1200 * wh, 60), {}, kwh));
  CHECK(estimate.energy() == 1200 * wh);
  // 150 Wh more: the clamped estimate is 1150 Wh, 50 Wh are still withheld
  const auto next = estimate.bracket(mark(120, 1350 * wh, 120), 1 * kwh, kwh);
  estimate.pass(next);
  CHECK(estimate.energy() == 1200 * wh);
  estimate.pass(estimate.bracket(mark(180, 1450 * wh, 180), {}, kwh));
  CHECK(estimate.energy() == 1250 * wh);
}

TEST_CASE("the update period allows x to run ahead by the energy of that time") {
  // P = 60 kW and τ = 60 s: 1000 Wh on top of q
  auto estimate = begun(60s);
  PowerMark end = mark(60, 1500 * wh, 60);
  end.milliwatts = 60'000'000;
  estimate.pass(estimate.bracket(end, {}, kwh));
  estimate.pass(estimate.bracket(mark(120, 1600 * wh, 120), {}, kwh));
  // the second reading has P = 0, bound R + q = 1000 Wh: withheld, x stays at 1600 Wh
  CHECK(estimate.energy() == 1600 * wh);
}

TEST_CASE("with power known for less than 80 % of the bracket x is linear") {
  auto estimate = begun();
  const auto bracket = estimate.bracket(mark(100, 700 * wh, 79), 2 * kwh, kwh);
  CHECK(bracket.course == Bracket::Course::linear);
  CHECK(estimate.energy(bracket, mark(25, 0 * wh, 25)) == 500 * wh);
  estimate.pass(bracket);
  CHECK(estimate.energy() == 2 * kwh);
}

TEST_CASE("with power known for 80 % of the bracket x is carried by it") {
  auto estimate = begun();
  const auto bracket = estimate.bracket(mark(100, 700 * wh, 80), 1 * kwh, kwh);
  CHECK(bracket.course == Bracket::Course::by_power);
  // 700 Wh in 80 s; the 20 s without power take their mean: 50 s of which 10 s are unknown
  CHECK(estimate.energy(bracket, mark(50, 350 * wh, 40)) == 437 * wh + Joules{1800});
  CHECK(bracket.to == 875 * wh.count * 1000 + 125 * wh.count * 1000);
}

TEST_CASE("without power energy is the register's step exactly") {
  auto estimate = begun();
  estimate.pass(estimate.bracket(mark(900), 25 * kwh, kwh));
  CHECK(estimate.energy() == 25 * kwh);
  estimate.pass(estimate.bracket(mark(1800), 24 * kwh, kwh));
  CHECK(estimate.energy() == 49 * kwh);
}

TEST_CASE(
    "over a bracket longer than an interval power gives the shape and the register the total") {
  auto estimate = begun();
  // power claims 12 kWh, the register says 9 to 10 kWh: x ends at 10 kWh. After 3 of 12 kWh by
  // power x is 10 · 3/12 = 2.5 kWh
  const auto bracket = estimate.bracket(mark(3600, 12 * kwh, 3600), 9 * kwh, kwh);
  CHECK(bracket.course == Bracket::Course::shaped);
  CHECK(estimate.energy(bracket, mark(1800, 3 * kwh, 1800)) == 2500 * wh);
  estimate.pass(bracket);
  CHECK(estimate.energy() == 10 * kwh);
}

TEST_CASE("without a register the unknown time takes the observed mean from 80 % on") {
  auto estimate = begun();
  CHECK(estimate.carry(mark(100, 800 * wh, 80)));
  CHECK(estimate.energy() == 1000 * wh);
  CHECK_FALSE(estimate.carry(mark(200, 1500 * wh, 150)));
  CHECK(estimate.energy() == 1700 * wh);
}

TEST_CASE("the counter follows power and does not fall when the register disagrees") {
  auto estimate = begun();
  CHECK(estimate.counter(mark(50, 900 * wh, 40)) == 900 * wh);
  // 70 % known, register unmoved: linear, x stays 0, but the counter has shown 1300 Wh
  estimate.pass(estimate.bracket(mark(100, 1300 * wh, 70), {}, kwh));
  CHECK(estimate.energy() == Joules{});
  CHECK(estimate.counter(mark(100, 1300 * wh, 70)) == 1300 * wh);
  estimate.pass(estimate.bracket(mark(200, 1300 * wh, 70), 2 * kwh, kwh));
  CHECK(estimate.counter(mark(200, 1300 * wh, 70)) == 2 * kwh);
}
