#include "energy/confirmation.h"

#include <catch2/catch.hpp>

#include "energy/exact.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;
using Verdict = Confirmation::Verdict;

namespace {

Verdict verdict(Joules registered, std::int64_t powered, Joules resolution = kwh) {
  Confirmation confirmation;
  confirmation.add(registered, powered, resolution);
  return confirmation.verdict();
}

}  // namespace

TEST_CASE("a profile is confirmed by 20 counts that agree with power within 5 %") {
  CHECK(verdict(20 * kwh, millijoules(20 * kwh)) == Verdict::confirmed);
  // 1 of 20 is 5 %; the larger of the two is the measure
  CHECK(verdict(20 * kwh, millijoules(19 * kwh)) == Verdict::confirmed);
  CHECK(verdict(20 * kwh, millijoules(19 * kwh) - 1) == Verdict::contradicted);
  CHECK(verdict(19 * kwh, millijoules(20 * kwh)) == Verdict::confirmed);
  CHECK(verdict(19 * kwh - Joules{1}, millijoules(20 * kwh)) == Verdict::contradicted);
}

TEST_CASE("less than 20 counts say nothing, by register or by power") {
  CHECK(verdict(20 * kwh - Joules{1}, millijoules(20 * kwh) - 1) == Verdict::open);
  CHECK(verdict({}, millijoules(20 * kwh) - 1) == Verdict::open);
  CHECK(verdict(20 * kwh - Joules{1}, 0) == Verdict::open);
  CHECK(verdict({}, millijoules(20 * kwh)) == Verdict::contradicted);
  CHECK(verdict(20 * kwh, 0) == Verdict::contradicted);
  // of a finer register 20 counts are less
  CHECK(verdict(20 * wh, millijoules(20 * wh), wh) == Verdict::confirmed);
}

TEST_CASE("W read as kW and Wh read as kWh are contradicted") {
  CHECK(verdict(20 * kwh, millijoules(20 * wh)) == Verdict::contradicted);
  CHECK(verdict(20 * wh, millijoules(20 * kwh)) == Verdict::contradicted);
}

TEST_CASE("the energies of many readings add up") {
  Confirmation confirmation;
  for (int i = 0; i < 19; ++i) confirmation.add(kwh, millijoules(kwh), kwh);
  CHECK(confirmation.verdict() == Verdict::open);
  confirmation.add(kwh, millijoules(kwh), kwh);
  CHECK(confirmation.verdict() == Verdict::confirmed);
}

TEST_CASE("a net register is confirmed by what flows out as well, but not by its opposite") {
  CHECK(verdict(-20 * kwh, -millijoules(19 * kwh)) == Verdict::confirmed);
  CHECK(verdict(-20 * kwh, -millijoules(18 * kwh)) == Verdict::contradicted);
  CHECK(verdict(-20 * kwh, millijoules(20 * kwh)) == Verdict::contradicted);
}

TEST_CASE("confirmed is final, contradicted is tried anew without the past") {
  Confirmation confirmation;
  confirmation.add(20 * kwh, 0, kwh);
  CHECK(confirmation.verdict() == Verdict::contradicted);
  confirmation.add(19 * kwh, millijoules(19 * kwh), kwh);
  CHECK(confirmation.verdict() == Verdict::contradicted);
  confirmation.add(kwh, millijoules(kwh), kwh);
  CHECK(confirmation.verdict() == Verdict::confirmed);
  confirmation.add(100 * kwh, 0, kwh);
  CHECK(confirmation.verdict() == Verdict::confirmed);
}

TEST_CASE("what was added so far survives a restart") {
  Confirmation before;
  before.add(20 * kwh, 0, kwh);
  before.add(10 * kwh, millijoules(11 * kwh), kwh);
  StateWriter out(at(0));
  before.write(out);
  const std::string text = out.text();
  CHECK(text.find("confirmation 2 36000000 39600000000\n") != std::string::npos);
  StateReader in(text, at(0));
  Confirmation after;
  after.read(in);
  REQUIRE(in.finished());
  CHECK(after.verdict() == Verdict::contradicted);
  // 20 against 20 now; without the register's 10 it would be half
  after.add(10 * kwh, millijoules(9 * kwh), kwh);
  CHECK(after.verdict() == Verdict::confirmed);
}
