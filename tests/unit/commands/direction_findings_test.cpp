#include "commands/direction_findings.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::commands;
using meter::Quantity;
using site::Role;

namespace {

MeterValues power(double watts) {
  MeterValues values;
  value_in(values, Quantity::active_power_w) = watts;
  return values;
}

std::string remedy(const MeterValues& values, const MeterFacts& facts) {
  const auto found = direction_findings(values, facts);
  return found.empty() ? "" : found.front().remedy;
}

}  // namespace

TEST_CASE("a load with negative power has its transformers the wrong way round") {
  CHECK(remedy(power(-5000), {20e3, false, Role::cooling}) == "reverse: true");
  CHECK(remedy(power(-5000), {20e3, false, std::nullopt}) == "reverse: true");
  CHECK(remedy(power(5000), {20e3, false, Role::cooling}).empty());
}

TEST_CASE("a meter that is turned without need is found") {
  CHECK(remedy(power(5000), {20e3, true, Role::cooling}) == "reverse: false");
  CHECK(remedy(power(-5000), {20e3, true, Role::cooling}).empty());
}

TEST_CASE("less than one per cent of what the feeder carries has no direction") {
  CHECK(remedy(power(-199), {20e3, false, Role::it}).empty());
  CHECK_FALSE(remedy(power(-201), {20e3, false, Role::it}).empty());
}

TEST_CASE("a battery goes both ways, a grid meter may feed in") {
  CHECK(remedy(power(-5000), {20e3, false, Role::battery}).empty());
  const auto found = direction_findings(power(-5000), {20e3, false, Role::grid});
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].evidence, Catch::Contains("not if the site feeds into the grid"));
}

TEST_CASE("one phase the wrong way round is named by its power") {
  auto values = power(1000);
  value_in(values, Quantity::active_power_l1_w) = 1000;
  value_in(values, Quantity::active_power_l2_w) = -990;
  value_in(values, Quantity::active_power_l3_w) = 990;
  const auto found = direction_findings(values, {20e3, false, Role::it});
  REQUIRE(found.size() == 1);
  CHECK(found[0].what == "The current transformer of phase L2 is the wrong way round");
  value_in(values, Quantity::active_power_l2_w) = -40;  // 4 % of the largest
  CHECK(direction_findings(values, {20e3, false, Role::it}).empty());
}

TEST_CASE("without powers of the phases the one that must be taken off is found") {
  // 230 V times 10, 20 and 12 A at 0.9: 2070 + 4140 + 2484; with L3 backwards 3726 W.
  auto values = power(3726);
  const auto put = [&](Quantity quantity, double value) { value_in(values, quantity) = value; };
  put(Quantity::voltage_l1_v, 230), put(Quantity::voltage_l2_v, 230);
  put(Quantity::voltage_l3_v, 230), put(Quantity::power_factor, 0.9);
  put(Quantity::current_l1_a, 10), put(Quantity::current_l2_a, 20);
  put(Quantity::current_l3_a, 12);
  const auto found = direction_findings(values, {20e3, false, Role::it});
  REQUIRE(found.size() == 1);
  CHECK(found[0].what == "The current transformer of phase L3 is probably the wrong way round");
}
