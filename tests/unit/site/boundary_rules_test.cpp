#include "site/boundary_rules.h"

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;

namespace {

std::string broken(const SmallSite& site) {
  const auto tree = MeterTree::build(site.settings.meters);
  const auto error = broken_boundary_rule(site.settings, *tree);
  return error ? error->message : "";
}
bool mentions(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("one source and one IT meter make a site") {
  SmallSite site;
  CHECK(broken(site.meter("grid", Role::grid).meter("ups", Role::it)).empty());
}

TEST_CASE("an island without a grid meter is a site") {
  SmallSite site;
  CHECK(broken(site.meter("pv", Role::solar).meter("ups", Role::it)).empty());
}

TEST_CASE("a site without a source is told which role to give") {
  SmallSite site;
  const auto message = broken(site.meter("ups", Role::it).meter("battery", Role::battery));
  CHECK(mentions(message, "no source meter"));
  CHECK(mentions(message, "role: grid"));
}

TEST_CASE("a site without an IT meter is told which role to give") {
  SmallSite site;
  CHECK(mentions(broken(site.meter("grid", Role::grid)), "no IT meter"));
}

TEST_CASE("IT meters that are all deeper than the level name the level to set") {
  SmallSite site;
  site.meter("grid", Role::grid).it("pdu-1", ItPoint::pdu_output);
  const auto message = broken(site);
  CHECK(mentions(message, "it_level ups_output"));
  CHECK(mentions(message, "pdu-1"));
  CHECK(mentions(message, "`it_level: pdu_output`"));
  CHECK(broken(site.level(ItPoint::pdu_output)).empty());
  CHECK(broken(site.level(ItPoint::it_input)).empty());
}

TEST_CASE("a mains feed is at the level of the UPS outputs") {
  SmallSite site;
  CHECK(broken(site.meter("grid", Role::grid).it("bypass", ItPoint::mains_feed)).empty());
}

TEST_CASE("a source behind another one would be summed twice and is refused by name") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it);
  site.meter("panel", Role::feeder, "grid").meter("grid-sub", Role::grid, "panel");
  const auto message = broken(site);
  CHECK(mentions(message, "grid-sub (role grid) is below grid (role grid)"));
  CHECK(mentions(message, "role: feeder"));
}

TEST_CASE("an inverter below a plant meter is refused, a plant below the grid meter is not") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it).meter("pv", Role::solar, "grid");
  CHECK(broken(site).empty());
  CHECK(mentions(broken(site.meter("inverter", Role::solar, "pv")), "inverter (role solar)"));
}

TEST_CASE("a virtual meter stands for a subsystem only") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it);
  site.by_difference("net-it", Role::it, {{1, "ups"}});
  CHECK(mentions(broken(site), "virtual meter net-it: role it"));
}

TEST_CASE("a virtual meter needs a formula of meters that exist") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it);
  site.by_difference("loss", Role::power_loss, {});
  CHECK(mentions(broken(site), "virtual meter loss: its formula names no meter"));
  site.settings.virtual_meters[0].terms = {{1, MeterId{9}}};
  CHECK(mentions(broken(site), "does not exist"));
}
