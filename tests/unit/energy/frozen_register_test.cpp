#include "energy/frozen_register.h"

#include <catch2/catch.hpp>

#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;
using Standing = FrozenRegister::Standing;

namespace {

// 200 kW · 30 s = 6 MJ are hidden by τ; q = 1 kWh = 3.6 MJ. Overdue above 1.25 q + 6 = 10.5 MJ,
// frozen from 3 q + 6 = 16.8 MJ.
constexpr Joules overdue{10'500'000};
constexpr Joules frozen{16'800'000};
constexpr Joules one{1};

// A course whose second reading has repeated the first: the next one is the third.
FrozenRegister begun(Flow flow = Flow::imported) {
  FrozenRegister still(flow, Watts{200e3}, 30s);
  still.begin(mark(0));
  still.believe(mark(1), {}, kwh);
  return still;
}

PowerMark exported(double second, Joules in, Joules out) {
  PowerMark result = mark(second, in);
  result.odometer[1] = static_cast<std::uint64_t>(out.count * 1000);
  return result;
}

}  // namespace

TEST_CASE("a register is overdue above one and a quarter counts and what a period hides") {
  FrozenRegister still = begun();
  CHECK(still.believe(mark(60, overdue), {}, kwh) == Standing::moving);
  CHECK_FALSE(still.overdue());
  CHECK(still.believe(mark(61, overdue + one), {}, kwh) == Standing::moving);
  CHECK(still.overdue());
  CHECK_FALSE(still.frozen());
}

TEST_CASE("a register is frozen from three counts and what a period hides") {
  FrozenRegister still = begun();
  CHECK(still.believe(mark(60, frozen - one), {}, kwh) == Standing::moving);
  CHECK_FALSE(still.frozen());
  CHECK(still.believe(mark(61, frozen), {}, kwh) == Standing::frozen);
  CHECK(still.frozen());
  CHECK(still.overdue());
  CHECK(still.last_change().at == at(0));
}

TEST_CASE("a register is frozen by three readings that agree, not by one that is repeated") {
  FrozenRegister still(Flow::imported, Watts{200e3}, 30s);
  still.begin(mark(0));
  CHECK(still.believe(mark(60, Joules{}), {}, kwh) == Standing::moving);
  CHECK(still.believe(mark(120, frozen), {}, kwh) == Standing::frozen);
  // and again after a step
  still.believe(mark(180, frozen), kwh, kwh);
  CHECK(still.believe(mark(240, frozen), {}, kwh) == Standing::moving);
  CHECK(still.believe(mark(300, 2 * frozen), {}, kwh) == Standing::frozen);
}

TEST_CASE("what power delivered before the first reading that shows no step is no evidence") {
  // A load that ended soon after the last step: its trapezoid is nobody's.
  FrozenRegister still(Flow::imported, Watts{200e3}, 30s);
  still.begin(mark(0));
  CHECK(still.believe(mark(60, 2 * frozen), {}, kwh) == Standing::moving);
  CHECK(still.overdue());
  CHECK(still.believe(mark(120, 2 * frozen), {}, kwh) == Standing::moving);
  CHECK(still.believe(mark(180, 2 * frozen), {}, kwh) == Standing::moving);
  CHECK_FALSE(still.frozen());
}

TEST_CASE("a register may stand still below the starting current of its meter") {
  // 0.4 % of 200 kW are 800 W, 2.88 MJ in an hour.
  CHECK(starting_energy(Watts{200e3}, 1h) == 2'880'000'000);
  for (const Joules more : {Joules{}, one}) {
    FrozenRegister still = begun();
    Joules delivered;
    for (int hour = 1; hour <= 24; ++hour) {
      delivered += Joules{2'880'000} + more;
      still.believe(mark(1 + 3600.0 * hour, delivered), {}, kwh);
    }
    CHECK(still.frozen() == (more == one));
  }
}

TEST_CASE("the step of an overdue register is like any other") {
  FrozenRegister still = begun();
  still.believe(mark(60, frozen - one), {}, kwh);
  CHECK(still.believe(mark(120, frozen + kwh), 5 * kwh, kwh) == Standing::moving);
  CHECK_FALSE(still.overdue());
  CHECK(still.last_change().at == at(120));
  // counted anew from there
  CHECK(still.believe(mark(180, frozen + kwh + overdue), {}, kwh) == Standing::moving);
}

TEST_CASE(
    "a frozen register that steps by what power delivered since its last step has caught up") {
  // 16.8 MJ until the last reading, 3.2 MJ after it: 11.6 MJ lies halfway between 20 and 3.2
  for (const Joules step : {Joules{20'000'000}, Joules{11'600'000}, Joules{40'000'000}}) {
    FrozenRegister still = begun();
    still.believe(mark(60, frozen), {}, kwh);
    CHECK(still.believe(mark(120, Joules{20'000'000}), step, kwh) == Standing::caught_up);
    CHECK_FALSE(still.frozen());
    CHECK_FALSE(still.overdue());
  }
}

TEST_CASE("a frozen register that steps by what power delivered since the last reading moved on") {
  for (const Joules step : {Joules{3'600'000}, Joules{11'599'999}, Joules{3'200'000}}) {
    FrozenRegister still = begun();
    still.believe(mark(60, frozen), {}, kwh);
    CHECK(still.believe(mark(120, Joules{20'000'000}), step, kwh) == Standing::moved_on);
    CHECK_FALSE(still.frozen());
  }
}

TEST_CASE("a frozen register stays frozen and remembers when it last moved") {
  FrozenRegister still = begun();
  still.believe(mark(30, Joules{100}), kwh, kwh);
  still.believe(mark(31, Joules{100}), {}, kwh);
  still.believe(mark(60, frozen + Joules{100}), {}, kwh);
  CHECK(still.believe(mark(120, frozen + frozen), {}, kwh) == Standing::frozen);
  CHECK(still.last_change().at == at(30));
  // 16.8 MJ since the last reading: what was delivered before it is missing
  CHECK(still.believe(mark(180, 3 * frozen), frozen, kwh) == Standing::moved_on);
}

TEST_CASE("a net register is judged by what is left of both directions") {
  FrozenRegister still = begun(Flow::net);
  CHECK(still.believe(exported(60, frozen, frozen), {}, kwh) == Standing::moving);
  CHECK(still.believe(exported(120, frozen, 2 * frozen), {}, kwh) == Standing::frozen);
  CHECK(still.believe(exported(180, frozen, 2 * frozen + wh), -5 * kwh, kwh) ==
        Standing::caught_up);
}

TEST_CASE("a new course forgets how the old register stood") {
  FrozenRegister still = begun();
  still.believe(mark(60, frozen), {}, kwh);
  still.begin(mark(120, frozen));
  CHECK_FALSE(still.frozen());
  CHECK_FALSE(still.overdue());
  CHECK(still.believe(mark(180, frozen + overdue), {}, kwh) == Standing::moving);
}

TEST_CASE("how a register stands survives a restart") {
  for (const Joules delivered : {overdue, overdue + one, frozen}) {
    FrozenRegister before = begun();
    before.believe(mark(60, delivered), {}, kwh);
    StateWriter out(at(100));
    before.write(out);
    const std::string text = out.text();
    StateReader in(text, at(100));
    FrozenRegister after(Flow::imported, Watts{200e3}, 30s);
    after.read(in);
    REQUIRE(in.finished());
    CHECK(after.overdue() == before.overdue());
    CHECK(after.frozen() == before.frozen());
    CHECK(after.last_change() == before.last_change());
    const PowerMark next = mark(120, delivered + Joules{3'200'000});
    CHECK(after.believe(next, delivered, kwh) == before.believe(next, delivered, kwh));
  }
}
