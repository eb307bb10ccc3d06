#include "energy/register_estimate.h"

#include <catch2/catch.hpp>

#include "energy/exact.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

RegisterEstimate begun(Duration update_period = 0s, Flow flow = Flow::imported) {
  RegisterEstimate estimate(flow, update_period, 15min);
  estimate.begin(mark(0));
  return estimate;
}

// Power known for all of the time; what flowed out as well.
PowerMark both_ways(double second, Joules in, Joules out, double watts = 0) {
  PowerMark result = mark(second, in, second);
  result.odometer[1] = static_cast<std::uint64_t>(millijoules(out));
  result.milliwatts = std::llround(watts * 1000);
  return result;
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

TEST_CASE("a clamp is what the register corrects, in either direction") {
  const auto estimate = begun();
  CHECK(estimate.bracket(mark(60, 800 * wh, 60), {}, kwh).clamp == 0);
  CHECK(estimate.bracket(mark(60, 800 * wh, 60), kwh, kwh).clamp == millijoules(200 * wh));
  CHECK(estimate.bracket(mark(60, 1200 * wh, 60), {}, kwh).clamp == millijoules(200 * wh));
  // without power the register alone places x: one count
  const auto linear = estimate.bracket(mark(60), 5 * kwh, kwh);
  CHECK(linear.clamp == millijoules(kwh));
  CHECK_FALSE(linear.powered);
}

TEST_CASE("what is withheld and the bounds of x are kept for evidence") {
  auto estimate = begun(60s);
  // 1200 Wh by power; R + q + P·τ = 0 + 1000 Wh + 6 kW · 60 s = 1100 Wh
  PowerMark end = mark(60, 1200 * wh, 60);
  end.milliwatts = 6'000'000;
  const auto bracket = estimate.bracket(end, {}, kwh);
  CHECK(bracket.withheld() == millijoules(100 * wh));
  estimate.pass(bracket);
  CHECK(estimate.above() == millijoules(1100 * wh));
  CHECK(estimate.below() == 0);
  CHECK(estimate.withheld() == millijoules(100 * wh));
  CHECK(estimate.base() == Joules{});
  // linear: x keeps its place above the register, so its old bound holds
  const auto linear = estimate.bracket(mark(200, 1200 * wh, 60), 3 * kwh, kwh);
  CHECK(linear.above == millijoules(1100 * wh));
  CHECK(linear.to == millijoules(4100 * wh));
  estimate.pass(linear);
  CHECK(estimate.base() == 3 * kwh);
}

TEST_CASE("a register counts on from where power carried x") {
  auto estimate = begun();
  estimate.pass(estimate.bracket(mark(60, 1200 * wh, 60), {}, kwh));
  estimate.carry(mark(120, 2700 * wh, 120));
  CHECK(estimate.energy() == 2500 * wh);  // 200 of the 1500 Wh were withheld
  CHECK(estimate.base() == Joules{});
  estimate.rebase();
  CHECK(estimate.base() == 2500 * wh);
  CHECK(estimate.energy() == 2500 * wh);
  CHECK(estimate.above() == 0);
  estimate.pass(estimate.bracket(mark(180, 2700 * wh, 180), 5 * kwh, kwh));
  CHECK(estimate.energy() == 7500 * wh);
}

TEST_CASE("a register that tells the energy past which power carried x does not tell it twice") {
  // carried 5 kWh; without power since then the register shows 6 kWh: x ≤ R + q = 7 kWh
  auto estimate = begun();
  estimate.carry(mark(100, 5 * kwh, 100));
  estimate.pass(estimate.bracket(mark(1000, 5 * kwh, 100), 6 * kwh, kwh));
  CHECK(estimate.energy() == 7 * kwh);
}

TEST_CASE("below a net register x falls and nothing is withheld") {
  auto estimate = begun(0s, Flow::net);
  estimate.pass(estimate.bracket(both_ways(60, 400 * wh, 1200 * wh), -1 * kwh, kwh));
  CHECK(estimate.energy() == -800 * wh);
  CHECK(estimate.base() == -1 * kwh);
  CHECK(estimate.withheld() == 0);
  // out and in: back to 200 Wh above
  estimate.pass(estimate.bracket(both_ways(120, 1400 * wh, 1200 * wh), {}, kwh));
  CHECK(estimate.energy() == 0 * wh);
}

TEST_CASE("a net register holds x within one count on either side") {
  for (const std::int64_t sign : {1, -1}) {
    auto estimate = begun(0s, Flow::net);
    const Joules in = sign > 0 ? 1500 * wh : Joules{};
    const Joules out = sign > 0 ? Joules{} : 1500 * wh;
    const auto bracket = estimate.bracket(both_ways(60, in, out), {}, kwh);
    CHECK(bracket.clamp == millijoules(500 * wh));
    CHECK(bracket.withheld() == 0);
    estimate.pass(bracket);
    CHECK(estimate.energy() == sign * kwh);
  }
}

TEST_CASE("the update period lets x run ahead of a net register the way power flows") {
  // 60 kW · 60 s = 1 kWh on top of q
  const auto out = begun(60s, Flow::net).bracket(both_ways(60, {}, {}, -60e3), {}, kwh);
  CHECK(out.below == millijoules(2 * kwh));
  CHECK(out.above == millijoules(1 * kwh));
  const auto in = begun(60s, Flow::net).bracket(both_ways(60, {}, {}, 60e3), {}, kwh);
  CHECK(in.below == millijoules(1 * kwh));
  CHECK(in.above == millijoules(2 * kwh));
}

TEST_CASE("over a long bracket a net register's correction is spread in time") {
  // 5 kWh in, then 5 kWh out; the register says −2 ± 1 kWh, so x ends at −1 and half of that is in
  // the first half: 5 − 0.5
  auto estimate = begun(0s, Flow::net);
  const auto bracket = estimate.bracket(both_ways(3600, 5 * kwh, 5 * kwh), -2 * kwh, kwh);
  CHECK(bracket.course == Bracket::Course::shaped);
  CHECK(estimate.energy(bracket, both_ways(1800, 5 * kwh, {})) == 4500 * wh);
  // 10 kWh have come and gone, a quarter more may have in unknown time, and 1 kWh was corrected
  CHECK(bracket.excursion() == millijoules(13'500 * wh) + 1);
  estimate.pass(bracket);
  CHECK(estimate.energy() == -1 * kwh);
}

TEST_CASE("only a net register lets x leave its bounds and come back") {
  CHECK(begun().bracket(both_ways(60, 5 * kwh, 5 * kwh), 5 * kwh, kwh).excursion() == 0);
  CHECK(begun(0s, Flow::net).bracket(mark(60), 5 * kwh, kwh).excursion() == 0);
}

TEST_CASE("without power a net register is followed down and up in a line") {
  auto estimate = begun(0s, Flow::net);
  const auto bracket = estimate.bracket(mark(100), -4 * kwh, kwh);
  CHECK(estimate.energy(bracket, mark(25)) == -1 * kwh);
  estimate.pass(bracket);
  CHECK(estimate.energy() == -4 * kwh);
}

TEST_CASE("what was known before a bracket does not count as known within it") {
  RegisterEstimate estimate(Flow::imported, 0s, 15min);
  estimate.begin(mark(1000, 50 * wh, 900));
  const auto bracket = estimate.bracket(mark(1100, 850 * wh, 980), kwh, kwh);
  CHECK(bracket.course == Bracket::Course::by_power);
  // 800 Wh in 80 of 100 s; after 50 s, 10 of them unknown: 400 + 800 · 10/80
  CHECK(estimate.energy(bracket, mark(1050, 450 * wh, 940)) == 500 * wh);
}

TEST_CASE("a bracket of exactly one interval is carried by power, a longer one shaped") {
  CHECK(begun().bracket(mark(900, kwh, 900), kwh, kwh).course == Bracket::Course::by_power);
  CHECK(begun().bracket(mark(901, kwh, 901), kwh, kwh).course == Bracket::Course::shaped);
}

TEST_CASE("a net flow that is left over a long bracket is corrected by what it differs") {
  // 6 in, 2 out: 4 kWh by power, 2 ± 1 by the register: x ends at 3. Half of −1 after half the
  // time.
  const auto estimate = begun(0s, Flow::net);
  const auto bracket = estimate.bracket(both_ways(3600, 6 * kwh, 2 * kwh), 2 * kwh, kwh);
  CHECK(estimate.energy(bracket, both_ways(1800, 6 * kwh, {})) == 5500 * wh);
}

TEST_CASE("without power a net register keeps the bounds that it had") {
  auto estimate = begun(60s, Flow::net);
  estimate.pass(estimate.bracket(both_ways(60, {}, {}, -60e3), {}, kwh));
  CHECK(estimate.below() == millijoules(2 * kwh));
  const auto linear = estimate.bracket(both_ways(60, {}, {}, 0), -1 * kwh, kwh);
  CHECK(linear.below == millijoules(2 * kwh));
}

TEST_CASE("the counter has what power carried") {
  auto estimate = begun();
  estimate.carry(mark(100, 800 * wh, 80));
  estimate.rebase();
  CHECK(estimate.counter(mark(100, 800 * wh, 80)) == 1000 * wh);
}

TEST_CASE("a register begins in the middle of its count, a net one at its reading") {
  RegisterEstimate estimate(Flow::imported, 0s, 15min);
  estimate.begin(mark(0));
  estimate.begin_register(10 * kwh);
  CHECK(estimate.energy() == Joules{});
  CHECK(estimate.base() == -5 * kwh);
  CHECK(estimate.above() == 10 * kwh.count * 1000);
  // The first step, at once, takes x from the middle to the end of the count: 5 of the 10 kWh.
  estimate.pass(estimate.bracket(mark(60, {}, 60), 10 * kwh, 10 * kwh));
  CHECK(estimate.energy() == 5 * kwh);
  RegisterEstimate net(Flow::net, 0s, 15min);
  net.begin(mark(0));
  net.begin_register(10 * kwh);
  CHECK(net.base() == Joules{});
}

TEST_CASE("over a long bracket a millijoule of power is a shape, none is a line") {
  const auto course = [](std::uint64_t millijoules) {
    PowerMark end = mark(3600, {}, 3600);
    end.odometer[0] = millijoules;
    return begun().bracket(end, kwh, kwh).course;
  };
  CHECK(course(0) == Bracket::Course::linear);
  CHECK(course(1) == Bracket::Course::shaped);
}
