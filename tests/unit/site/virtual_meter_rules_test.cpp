#include "site/virtual_meter_rules.h"

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;

namespace {

std::string broken(const SmallSite& site) {
  const auto tree = MeterTree::build(site.settings.meters);
  const auto formulas =
      write_out_formulas(site.settings.meters.size(), site.settings.virtual_meters);
  const auto error =
      broken_virtual_meter_rule(site.settings, *tree, std::get<std::vector<WrittenOut>>(formulas));
  return error ? error->message : "";
}
bool mentions(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

SmallSite small() {
  SmallSite site;
  site.meter("grid", Role::grid).meter("ups-in", Role::feeder).meter("ups", Role::it, "ups-in");
  return site.meter("ch", Role::cooling);
}

}  // namespace

TEST_CASE("a virtual meter may have every role of a load, export, curtailed and feeder") {
  for (const auto role : {Role::it, Role::cooling, Role::power_loss, Role::lighting, Role::other,
                          Role::excluded, Role::export_, Role::curtailed, Role::feeder}) {
    CHECK(broken(small().formula("v", role, {{1, "ups-in"}})).empty());
  }
}

TEST_CASE("a source, a battery or a second meter is not made by a formula") {
  for (const auto role :
       {Role::grid, Role::solar, Role::wind, Role::genset, Role::battery, Role::check}) {
    const auto message = broken(small().formula("v", role, {{1, "ups-in"}}));
    CHECK(mentions(message, "virtual meter v: role " + std::string(name(role))));
  }
}

TEST_CASE("water and heat are no part of a formula") {
  auto site = small();
  site.meter("towers", Role::water);
  CHECK(mentions(broken(site.formula("v", Role::feeder, {{1, "ups-in"}, {-1, "towers"}})),
                 "towers (role water) measures no electricity"));
}

TEST_CASE("a formula without meters is refused") {
  CHECK(mentions(broken(small().formula("v", Role::other, {})), "its formula names no meter"));
}

TEST_CASE("a load that counts already may be subtracted, not added") {
  CHECK(broken(small().formula("v", Role::other, {{1, "grid"}, {-1, "ch"}})).empty());
  const auto message = broken(small().formula("v", Role::cooling, {{0.35, "ch"}}));
  CHECK(mentions(message, "virtual meter v (role cooling) adds ch (role cooling)"));
  CHECK(mentions(message, "give ch `role: feeder`"));
  CHECK(mentions(broken(small().formula("v", Role::it, {{1, "ups"}})), "adds ups (role it)"));
}

TEST_CASE("what cancels when it is written out is not added") {
  auto site = small();
  site.formula("rest", Role::feeder, {{1, "grid"}, {-1, "ch"}});
  CHECK(broken(site.formula("v", Role::other, {{1, "rest"}, {1, "ch"}})).empty());
}

TEST_CASE("a virtual load that counts already is not added either, a helper is") {
  auto site = small();
  site.formula("loss", Role::power_loss, {{1, "ups-in"}, {-1, "ups"}});
  CHECK(broken(SmallSite(site).formula("v", Role::other, {{1, "grid"}, {-1, "loss"}, {-1, "ups"}}))
            .empty());
  CHECK(mentions(broken(SmallSite(site).formula("v", Role::other, {{1, "loss"}})),
                 "adds loss (role power_loss)"));
  site.formula("helper", Role::feeder, {{1, "loss"}, {1, "ch"}});
  CHECK(broken(site).empty());
  CHECK(
      broken(SmallSite(site).formula("v", Role::other, {{1, "grid"}, {-1, "helper"}, {-1, "ups"}}))
          .empty());
  CHECK(
      mentions(broken(site.formula("v", Role::other, {{1, "helper"}})), "adds ch (role cooling)"));
}

TEST_CASE("an IT meter that gives way to those below it may be added like a feeder") {
  SmallSite site;
  site.meter("grid", Role::grid).it_node("ups", ItPoint::ups_output);
  site.it("pdu", ItPoint::pdu_output, "ups");
  site.formula("loss", Role::power_loss, {{1, "ups"}, {-1, "pdu"}});
  CHECK(mentions(broken(site), "adds ups (role it)"));
  CHECK(broken(site.level(ItPoint::pdu_output)).empty());
}
