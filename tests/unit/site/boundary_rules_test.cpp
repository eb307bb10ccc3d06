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

TEST_CASE("a meter is judged wherever it stands in the list") {
  for (const auto role : {Role::grid, Role::export_}) {
    SmallSite site;
    site.meter("first", role).meter("main", Role::grid).meter("ups", Role::it);
    site.settings.meters[0].parent = site.ids["main"];
    site.settings.meters[1].counts_export = true;
    CHECK(mentions(broken(site), "meter first (role "));
  }
}

TEST_CASE("a source that does not supply the site is none, an outside battery is one") {
  SmallSite site;
  site.meter("ups", Role::it).source("wind", Role::wind, Supplies::virtual_);
  site.source("pv", Role::solar, Supplies::grid);
  CHECK(mentions(broken(site), "no source meter"));
  CHECK(broken(site.outside_battery("store")).empty());
}

TEST_CASE("a virtual IT meter is at the level") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("panel", Role::feeder);
  CHECK(broken(site.formula("it", Role::it, {{0.9, "panel"}})).empty());
}

TEST_CASE("an outside battery and a source are not counted behind each other") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it).outside_battery("store", "grid");
  CHECK(broken(site).empty());
  CHECK(mentions(broken(SmallSite(site).meter("pv", Role::solar, "store")),
                 "pv (role solar) is below store (role battery)"));
  site.meter("plant", Role::solar);
  CHECK(mentions(broken(SmallSite(site).outside_battery("store-2", "plant")),
                 "store-2 (role battery) is below plant (role solar)"));
  site.meter("buffer", Role::battery);
  CHECK(broken(site.meter("pv", Role::solar, "buffer")).empty());
}

TEST_CASE("a source below a meter of the site supplies the site") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it).meter("plant", Role::feeder);
  CHECK(broken(SmallSite(site).source("pv", Role::solar, Supplies::grid, "plant")).empty());
  const auto message = broken(site.source("pv", Role::solar, Supplies::grid, "grid"));
  CHECK(mentions(message, "pv (supplies: grid) is below grid"));
  CHECK(mentions(message, "remove `supplies` or `parent`"));
}

TEST_CASE("export that the grid meter counts is refused, and only that") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups", Role::it).meter("bus", Role::feeder, "grid");
  site.meter("out", Role::export_, "bus");
  CHECK(broken(site).empty());  // the grid meter has no export register
  site.settings.meters[0].counts_export = true;
  CHECK(mentions(broken(site), "out (role export) is below grid, which counts the same export"));
  site.last().parent.reset();
  CHECK(broken(site).empty());
  site.settings.meters[1].counts_export = true;
  site.last().parent = site.ids["ups"];
  CHECK(broken(site).empty());  // another meter's export register is not the grid's
}
