#include "kpi/battery_mix.h"

#include <catch2/catch.hpp>
#include <random>

#include "quarters.h"

using namespace pue;
using namespace pue::kpi;

namespace {

BatteryRules lossless() { return {Millionths{1'000'000}, std::nullopt}; }

/// Charge from a supply of which `renewable` is known.
BatteryFlow charge(std::int64_t energy, std::int64_t supply, std::int64_t renewable) {
  return {Joules{energy}, {}, Joules{supply}, {Joules{renewable}, Joules{renewable}}};
}
BatteryFlow discharge(std::int64_t energy) { return {{}, Joules{energy}, Joules{1'000}, {}}; }
EnergyRange exactly(std::int64_t energy) { return {Joules{energy}, Joules{energy}}; }

}  // namespace

TEST_CASE("a charge takes the mix of the supply of that moment") {
  // 120 of 300 renewable is 40 %; of a charge of 50 that is 20.
  BatteryMix tank(lossless());
  const auto step = tank.step(charge(50, 300, 120));
  CHECK(step.kept == StoredEnergy{Joules{50}, exactly(20)});
  CHECK(step.lost == Joules{});
  CHECK(step.given == StoredEnergy{});
  CHECK(step.shift() == BatteryShift{Joules{-50}, exactly(-20)});
  CHECK(tank.state() == StoredEnergy{Joules{50}, exactly(20)});
}

TEST_CASE("a discharge has the mix of the tank, not that of its moment") {
  // 100 at 100 % and 100 at 0 %: the tank holds 200 at 50 %, a discharge of 60 brings 30.
  BatteryMix tank(lossless());
  tank.step(charge(100, 400, 400));
  tank.step(charge(100, 400, 0));
  const auto step = tank.step(discharge(60));
  CHECK(step.given == StoredEnergy{Joules{60}, exactly(30)});
  CHECK(step.untracked == Joules{});
  CHECK(step.shift() == BatteryShift{Joules{60}, exactly(30)});
  CHECK(tank.state() == StoredEnergy{Joules{140}, exactly(70)});
}

TEST_CASE("losses are booked at the charge and never come out") {
  // 90 % of 1,000 is 900 kept, half of it renewable: 450; 100 lost.
  BatteryMix tank({Millionths{900'000}, std::nullopt});
  const auto in = tank.step(charge(1'000, 2'000, 1'000));
  CHECK(in.kept == StoredEnergy{Joules{900}, exactly(450)});
  CHECK(in.lost == Joules{100});
  const auto out = tank.step(discharge(900));
  CHECK(out.given == StoredEnergy{Joules{900}, exactly(450)});
  CHECK(tank.state() == StoredEnergy{});
}

TEST_CASE("the efficiency assumed is 90 %") {
  BatteryMix tank(BatteryRules{});
  CHECK(tank.step(charge(1'000, 1'000, 0)).kept.energy == Joules{900});
}

TEST_CASE("what comes out beyond what is held has no renewable part") {
  BatteryMix tank(lossless());
  tank.step(charge(100, 100, 100));
  const auto step = tank.step(discharge(130));
  CHECK(step.given == StoredEnergy{Joules{100}, exactly(100)});
  CHECK(step.untracked == Joules{30});
  CHECK(step.shift() == BatteryShift{Joules{100}, exactly(100)});
  CHECK(tank.step(discharge(10)).given == StoredEnergy{});
}

TEST_CASE("charge and discharge of one interval mix: charge enters first") {
  // An empty tank: 100 in at 50 %, 40 out of it: 20 renewable.
  BatteryMix tank(lossless());
  auto both = charge(100, 200, 100);
  both.discharge = Joules{40};
  const auto step = tank.step(both);
  CHECK(step.given == StoredEnergy{Joules{40}, exactly(20)});
  CHECK(step.shift() == BatteryShift{Joules{-60}, exactly(-30)});
}

TEST_CASE("a full battery keeps no more, what it discharges meanwhile makes room") {
  BatteryMix tank({Millionths{1'000'000}, Joules{100}});
  tank.step(charge(80, 100, 0));
  const auto step = tank.step(charge(50, 100, 100));
  CHECK(step.kept == StoredEnergy{Joules{20}, exactly(20)});
  CHECK(step.lost == Joules{30});
  auto both = charge(50, 100, 0);
  both.discharge = Joules{30};
  CHECK(tank.step(both).kept.energy == Joules{30});
  CHECK(tank.state().energy == Joules{100});
}

TEST_CASE("a tank restored with more than the capacity keeps nothing until it has room") {
  auto tank = BatteryMix::restore({Millionths{1'000'000}, Joules{100}}, {Joules{120}, {}});
  const auto step = tank->step(charge(50, 100, 100));
  CHECK(step.kept == StoredEnergy{});
  CHECK(step.lost == Joules{50});
}

TEST_CASE("what may have been renewable is held beside what is known to be") {
  // Of a supply of 100, 20 known and up to 60 possible: 50 kept are 10 to 30.
  BatteryMix tank(lossless());
  auto flow = charge(50, 100, 20);
  flow.renewable.high = Joules{60};
  CHECK(tank.step(flow).kept.renewable == EnergyRange{Joules{10}, Joules{30}});
  CHECK(tank.step(discharge(25)).given.renewable == EnergyRange{Joules{5}, Joules{15}});
}

TEST_CASE("a charge from an unknown supply may have been renewable as a whole") {
  BatteryMix tank(lossless());
  auto flow = charge(50, 0, 0);
  flow.supply.reset();
  CHECK(tank.step(flow).kept == StoredEnergy{Joules{50}, {Joules{0}, Joules{50}}});
}

TEST_CASE("a supply of nothing has no renewable part") {
  BatteryMix tank(lossless());
  CHECK(tank.step(charge(50, 0, 10)).kept == StoredEnergy{Joules{50}, {}});
  CHECK(tank.step(charge(50, -5, 10)).kept == StoredEnergy{Joules{50}, {}});
  CHECK(tank.step(charge(50, 1, 1)).kept == StoredEnergy{Joules{50}, exactly(1)});
}

TEST_CASE("renewable energy is at most the whole supply, and less than none is none") {
  BatteryMix tank(lossless());
  CHECK(tank.step(charge(50, 100, 130)).kept.renewable == exactly(50));
  CHECK(tank.step(charge(50, 100, -30)).kept.renewable == exactly(0));
  // More charged than supplied (other batteries): 30 of 60 renewable, 80 kept: 30, not 40.
  CHECK(tank.step(charge(80, 60, 30)).kept.renewable == exactly(30));
}

TEST_CASE("a power that reads backwards moves nothing") {
  BatteryMix tank(lossless());
  const auto step = tank.step({Joules{-5}, Joules{-7}, Joules{100}, exactly(50)});
  CHECK(step.kept == StoredEnergy{});
  CHECK(step.given == StoredEnergy{});
  CHECK(step.lost == Joules{});
  CHECK(step.untracked == Joules{});
}

TEST_CASE("products beyond 64 bits stay exact") {
  // 100 MW for a day: 8.64e12 J; times itself 7.5e25. A third of the supply is renewable.
  BatteryMix tank(lossless());
  const auto step = tank.step(charge(8'640'000'000'000, 8'640'000'000'000, 2'880'000'000'000));
  CHECK(step.kept == StoredEnergy{Joules{8'640'000'000'000}, exactly(2'880'000'000'000)});
}

TEST_CASE("a tank continues from its integers, and refuses those that contradict each other") {
  const StoredEnergy state{Joules{100}, {Joules{30}, Joules{40}}};
  auto tank = BatteryMix::restore(lossless(), state);
  REQUIRE(tank);
  CHECK(tank->state() == state);
  CHECK(tank->step(discharge(50)).given == StoredEnergy{Joules{50}, {Joules{15}, Joules{20}}});
  CHECK(BatteryMix::restore(lossless(), {Joules{40}, exactly(40)}));
  CHECK(BatteryMix::restore(lossless(), {}));
  CHECK_FALSE(BatteryMix::restore(lossless(), {Joules{39}, exactly(40)}));
  CHECK_FALSE(BatteryMix::restore(lossless(), {Joules{100}, {Joules{41}, Joules{40}}}));
  CHECK_FALSE(BatteryMix::restore(lossless(), {Joules{100}, {Joules{-1}, Joules{40}}}));
}

TEST_CASE("what an interval tells the tank") {
  auto quarters = Quarters(UtcTime{}).green(100, 40);
  auto& closed = quarters.closed.back();
  CHECK_FALSE(battery_flow(closed));
  closed.battery_charge = Joules{7};
  CHECK_FALSE(battery_flow(closed));
  closed.battery_discharge = Joules{3};
  closed.renewable_unknown = Joules{5};
  closed.sources = {Joules{90}, Joules{20}, std::nullopt, std::nullopt};
  const auto flow = battery_flow(closed);
  REQUIRE(flow);
  CHECK(flow->charge == Joules{7});
  CHECK(flow->discharge == Joules{3});
  CHECK(flow->supply == Joules{110});
  CHECK(flow->renewable == EnergyRange{Joules{40}, Joules{45}});
  closed.it.reset();
  CHECK_FALSE(battery_flow(closed)->supply);
  closed.battery_charge.reset();
  CHECK_FALSE(battery_flow(closed));
}

TEST_CASE("energy and renewable energy are conserved over any course") {
  std::mt19937_64 chance(20240501);
  const auto up_to = [&](std::int64_t most) {
    return static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(most + 1));
  };
  for (int course = 0; course < 50; ++course) {
    BatteryMix tank({Millionths{700'000 + up_to(300'000)}, Joules{5'000 + up_to(5'000)}});
    Joules charged, discharged, kept, given, lost, untracked;
    EnergyRange in, out;
    for (int i = 0; i < 400; ++i) {
      BatteryFlow flow{Joules{up_to(999)}, Joules{up_to(999)}, Joules{1 + up_to(3'000)}, {}};
      flow.renewable.low = Joules{up_to(flow.supply->count)};
      flow.renewable.high = flow.renewable.low + Joules{up_to(500)};
      const auto step = tank.step(flow);
      charged += flow.charge;
      discharged += flow.discharge;
      kept += step.kept.energy;
      lost += step.lost;
      given += step.given.energy;
      untracked += step.untracked;
      in += step.kept.renewable;
      out += step.given.renewable;
      const auto& held = tank.state();
      const auto& [low, high] = held.renewable;
      const bool ordered = Joules{} <= low && low <= high && high <= held.energy;
      const bool balanced = charged == kept + lost && discharged == given + untracked &&
                            kept - given == held.energy && in - out == held.renewable;
      const bool nothing_twice = out.low <= in.low && out.high <= in.high;
      const bool possible = step.lost >= Joules{} && step.untracked >= Joules{} &&
                            step.kept.renewable.high <= step.kept.energy &&
                            step.given.renewable.high <= step.given.energy;
      if (!(ordered && balanced && nothing_twice && possible)) {
        INFO("course " << course << " step " << i);
        CHECK(ordered);
        CHECK(balanced);
        CHECK(nothing_twice);
        CHECK(possible);
        return;
      }
    }
    // A closed cycle: once all is out, as much renewable energy has left as was put in.
    out += tank.step({{}, tank.state().energy, Joules{1}, {}}).given.renewable;
    CHECK(out == in);
  }
}
