#include "engine/phase_power.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using meter::Quantity;

namespace {

std::vector<meter::Point> points_of(std::initializer_list<Quantity> quantities) {
  std::vector<meter::Point> points;
  for (const auto quantity : quantities) {
    points.emplace_back();
    points.back().quantity = quantity;
  }
  return points;
}

const auto three_phases = points_of(
    {Quantity::active_power_l1_w, Quantity::active_power_l2_w, Quantity::active_power_l3_w});

meter::Reading at(Duration time, Quantity quantity, double value) {
  return {{MonoTime{time}, UtcTime{time + 1000s}}, MeterId{7}, quantity, value};
}

}  // namespace

TEST_CASE("the sum of three phases, at the mean of their times") {
  PhasePower phases{three_phases, 2500ms};
  CHECK_FALSE(phases.read(at(10s, Quantity::active_power_l1_w, 2000)));
  CHECK_FALSE(phases.read(at(10s, Quantity::active_power_l2_w, 3000)));
  const auto total = phases.read(at(10s + 300ms, Quantity::active_power_l3_w, -500));
  REQUIRE(total);
  CHECK(total->quantity == Quantity::active_power_w);
  CHECK(total->meter == MeterId{7});
  CHECK(total->value == 4500);
  CHECK(total->at.mono == MonoTime{10s + 100ms});
  CHECK(total->at.utc == UtcTime{1010s + 100ms});
}

TEST_CASE("each reading of a phase enters one sum, in any order") {
  PhasePower phases{three_phases, 2500ms};
  phases.read(at(0s, Quantity::active_power_l3_w, 1));
  phases.read(at(0s, Quantity::active_power_l1_w, 2));
  CHECK(phases.read(at(0s, Quantity::active_power_l2_w, 4))->value == 7);
  CHECK_FALSE(phases.read(at(1s, Quantity::active_power_l2_w, 8)));
  CHECK_FALSE(phases.read(at(1s, Quantity::active_power_l1_w, 16)));
  CHECK(phases.read(at(1s, Quantity::active_power_l3_w, 32))->value == 56);
}

TEST_CASE("a phase of another poll is none of this sum") {
  PhasePower phases{three_phases, 2500ms};
  phases.read(at(0s, Quantity::active_power_l1_w, 1));
  phases.read(at(5s, Quantity::active_power_l2_w, 2));
  CHECK_FALSE(phases.read(at(5s, Quantity::active_power_l3_w, 4)));
  const auto total = phases.read(at(7500ms, Quantity::active_power_l1_w, 8));
  REQUIRE(total);  // 2500 ms apart, which is still together
  CHECK(total->value == 14);
}

TEST_CASE("a meter with a total, or with two phases only, has no sum") {
  PhasePower with_total{points_of({Quantity::active_power_l1_w, Quantity::active_power_l2_w,
                                   Quantity::active_power_l3_w, Quantity::active_power_w}),
                        2500ms};
  PhasePower two{points_of({Quantity::active_power_l1_w, Quantity::active_power_l2_w}), 2500ms};
  for (auto* phases : {&with_total, &two}) {
    phases->read(at(0s, Quantity::active_power_l1_w, 1));
    phases->read(at(0s, Quantity::active_power_l2_w, 2));
    CHECK_FALSE(phases->read(at(0s, Quantity::active_power_l3_w, 4)));
    CHECK_FALSE(phases->read(at(0s, Quantity::active_power_w, 9)));
  }
}
