#include "commands/value_checks.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::commands;
using meter::Quantity;

namespace {

Observation single_phase(double watts, double factor) {
  Observation seen;
  value_in(seen.first, Quantity::active_power_w) = watts;
  value_in(seen.first, Quantity::voltage_l1_v) = 230;
  value_in(seen.first, Quantity::current_l1_a) = 10;
  value_in(seen.first, Quantity::power_factor) = factor;
  return seen;
}

Agreement of_power(double watts, double factor) {
  const auto found = relations(single_phase(watts, factor));
  REQUIRE(found.size() == 1);
  return found[0].agreement;
}

Observation over_six_minutes(double moved_wh, double step_wh) {
  Observation seen;
  value_in(seen.first, Quantity::active_power_w) = 1000;
  value_in(seen.first, Quantity::energy_import_wh) = 5000;
  seen.last = seen.first;
  value_in(*seen.last, Quantity::energy_import_wh) = 5000 + moved_wh;
  value_in(seen.step, Quantity::energy_import_wh) = step_wh;
  value_in(seen.seconds, Quantity::energy_import_wh) = 360;  // 100 Wh at 1000 W
  return seen;
}

}  // namespace

TEST_CASE("power agrees with voltage, current and power factor to five per cent") {
  // 230 V · 10 A · 0.9 = 2070 W
  CHECK(of_power(2070, 0.9) == Agreement::tight);
  CHECK(of_power(2070, -0.9) == Agreement::tight);
  CHECK(of_power(-2070, 0.9) == Agreement::tight);
  CHECK(of_power(1970, 0.9) == Agreement::held);
  CHECK(of_power(1900, 0.9) == Agreement::broken);
  CHECK(of_power(20700, 0.9) == Agreement::decade);
  CHECK(of_power(2.07, 0.9) == Agreement::decade);
}

TEST_CASE("without a power factor power is at most the apparent one") {
  auto seen = single_phase(2000, 1);
  value_in(seen.first, Quantity::power_factor).reset();
  CHECK(relations(seen).front().agreement == Agreement::held);  // 2000 of 2300 VA
  value_in(seen.first, Quantity::active_power_w) = 20000;
  CHECK(relations(seen).front().agreement == Agreement::decade);
}

TEST_CASE("the current of one phase of three is compared with nothing") {
  auto seen = single_phase(6000, 1);
  value_in(seen.first, Quantity::power_factor).reset();
  value_in(seen.first, Quantity::active_power_l1_w) = 2000;
  value_in(seen.first, Quantity::active_power_l2_w) = 2000;
  value_in(seen.first, Quantity::active_power_l3_w) = 2000;
  const auto found = relations(seen);
  REQUIRE(found.size() == 1);
  CHECK(found[0].name == "P = P1 + P2 + P3");
}

TEST_CASE("hardly any load gives no relation") {
  auto seen = single_phase(2070, 0.9);
  seen.max_power = 150e3;  // of which 2 % are 3000 W
  CHECK(relations(seen).empty());
  seen.max_power = 100e3;  // 2000 W
  CHECK(relations(seen).size() == 1);
}

TEST_CASE("a phase with a current and no voltage tells nothing") {
  auto seen = single_phase(2070, 0.9);
  value_in(seen.first, Quantity::current_l2_a) = 10;
  CHECK(relations(seen).empty());
}

TEST_CASE("a register is compared with power when one of them makes five steps") {
  CHECK(relations(over_six_minutes(100, 21)).empty());  // 100 Wh are 4.8 steps
  CHECK(relations(over_six_minutes(100, 20)).front().agreement == Agreement::tight);
  CHECK(relations(over_six_minutes(88, 1)).front().agreement == Agreement::held);  // 12 % ± 10 + 2
  CHECK(relations(over_six_minutes(87, 1)).front().agreement == Agreement::broken);
  CHECK(relations(over_six_minutes(0.1, 1)).front().agreement == Agreement::decade);
  CHECK(relations(over_six_minutes(0, 1)).front().agreement == Agreement::broken);
}

TEST_CASE("values that can hardly be are told from those that say nothing") {
  CHECK(credibility(Quantity::frequency_hz, 50, 0) == 2);
  CHECK(credibility(Quantity::frequency_hz, 500.2, 0) == 0);
  CHECK(credibility(Quantity::frequency_hz, -1, 0) == -1);
  CHECK(credibility(Quantity::power_factor, 0.9, 0) == 1);
  CHECK(credibility(Quantity::power_factor, 90, 0) == -1);
  // 230.5 V as a float32 is 0x43668000, with its words swapped 0x80004366: −2.4e−41.
  CHECK(credibility(Quantity::voltage_l1_v, -2.4e-41, 0) == -1);
  CHECK(credibility(Quantity::voltage_l1_v, 0, 0) == 0);
  CHECK(credibility(Quantity::active_power_w, 24001, 20e3) == -1);
  CHECK(credibility(Quantity::active_power_w, 23999, 20e3) == 1);
  CHECK(credibility(Quantity::energy_import_wh, -5, 0) == -1);
}
