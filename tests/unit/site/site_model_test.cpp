#include "site/site_model.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;

namespace {

SiteModel model_of(const SmallSite& site) {
  auto model = SiteModel::build(site.settings);
  INFO((model ? "" : model.error().message));
  REQUIRE(model.has_value());
  return *model;
}
std::string equation(const SmallSite& site) { return model_of(site).equation(site.settings); }

/// The sum of one subsystem, "+1 plant -1 lights"; empty when the site has none.
std::string subsystem(const SmallSite& site, Subsystem wanted) {
  const auto model = model_of(site);
  std::string text;
  for (const auto& part : model.subsystems()) {
    if (part.subsystem != wanted) continue;
    for (const auto& term : part.sum) {
      text += fmt::format("{}{}{} {}", text.empty() ? "" : " ",
                          term.coefficient.is_positive() ? "+" : "", to_text(term.coefficient),
                          site.settings.meters[term.meter.index].name);
    }
  }
  return text;
}

SmallSite grid_and() { return SmallSite().meter("grid", Role::grid); }

}  // namespace

TEST_CASE("facility is the sum of all sources, not of feeders, batteries or loads") {
  auto site = grid_and().meter("pv", Role::solar).meter("wind", Role::wind);
  site.meter("diesel", Role::genset).meter("battery", Role::battery).meter("main", Role::feeder);
  site.meter("ups", Role::it).meter("chiller", Role::cooling);
  CHECK(equation(site) == "E_facility = grid + pv + wind + diesel; E_it = ups");
}

TEST_CASE("what is excluded leaves the facility") {
  const auto site = SmallSite().meter("offices", Role::excluded).meter("grid", Role::grid);
  CHECK(equation(SmallSite(site).meter("ups", Role::it)) ==
        "E_facility = grid - offices; E_it = ups");
}

TEST_CASE("a server room inside an excluded building comes back into the facility") {
  auto site = grid_and().meter("offices", Role::excluded);
  site.it("server-room", ItPoint::mains_feed, "offices");
  CHECK(equation(site) == "E_facility = grid + server-room - offices; E_it = server-room");
}

TEST_CASE("a generator inside an excluded building is neither added nor taken out") {
  // offices reads its load less its PV: grid − offices is the data center already.
  auto site = grid_and().meter("ups", Role::it).meter("offices", Role::excluded);
  CHECK(equation(site.meter("pv", Role::solar, "offices")) ==
        "E_facility = grid - offices; E_it = ups");
}

TEST_CASE("UPS outputs, mains feeds and DC outputs are all category 1 and add up") {
  auto site = grid_and().it("ups", ItPoint::ups_output).it("bypass", ItPoint::mains_feed);
  site.it("dc", ItPoint::dc_output);
  CHECK(equation(site) == "E_facility = grid; E_it = ups + bypass + dc");
  CHECK(model_of(site).category() == 1);
}

TEST_CASE("an IT meter is never added to its IT ancestor") {
  auto site = grid_and().it_node("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  CHECK(equation(site) == "E_facility = grid; E_it = ups");
  CHECK(model_of(site).category() == 1);
}

TEST_CASE("over a feeder an IT meter is not added to its IT ancestor either") {
  auto site = grid_and().it("ups", ItPoint::ups_output).meter("panel", Role::feeder, "ups");
  CHECK(equation(site.it("pdu", ItPoint::pdu_output, "panel")) == "E_facility = grid; E_it = ups");
}

TEST_CASE("complete PDU outputs stand for their UPS output when they are the level") {
  auto site = grid_and().it_node("ups", ItPoint::ups_output);
  site.it("pdu-1", ItPoint::pdu_output, "ups").it("pdu-2", ItPoint::pdu_output, "ups");
  CHECK(equation(site.level(ItPoint::pdu_output)) == "E_facility = grid; E_it = pdu-1 + pdu-2");
  CHECK(model_of(site).category() == 2);
}

TEST_CASE("one incomplete branch keeps its UPS output and the category falls to it") {
  auto site = grid_and().it_node("ups-a", ItPoint::ups_output).it("ups-b", ItPoint::ups_output);
  site.it("pdu-a", ItPoint::pdu_output, "ups-a").it("pdu-b", ItPoint::pdu_output, "ups-b");
  CHECK(equation(site.level(ItPoint::pdu_output)) == "E_facility = grid; E_it = ups-b + pdu-a");
  CHECK(model_of(site).category() == 1);
}

TEST_CASE("three levels: each branch is measured as deep as it is complete") {
  auto site = grid_and().it_node("ups", ItPoint::ups_output);
  site.it_node("pdu-1", ItPoint::pdu_output, "ups").it("pdu-2", ItPoint::pdu_output, "ups");
  site.it("rack-1", ItPoint::it_input, "pdu-1").it("rack-2", ItPoint::it_input, "pdu-2");
  CHECK(equation(site.level(ItPoint::it_input)) == "E_facility = grid; E_it = pdu-2 + rack-1");
  CHECK(model_of(site).category() == 2);
}

TEST_CASE("complete racks below a PDU whose UPS output is not complete change nothing") {
  auto site = grid_and().it("ups", ItPoint::ups_output);
  site.it_node("pdu", ItPoint::pdu_output, "ups").it("rack", ItPoint::it_input, "pdu");
  CHECK(equation(site.level(ItPoint::it_input)) == "E_facility = grid; E_it = ups");
}

TEST_CASE("a cooling unit on the UPS leaves IT and counts as cooling") {
  auto site = grid_and().meter("ups", Role::it).meter("crac", Role::cooling, "ups");
  CHECK(equation(site) == "E_facility = grid; E_it = ups - crac");
  CHECK(subsystem(site, Subsystem::cooling) == "+1 crac");
  CHECK(model_of(site).required() == std::vector{MeterId{0}, MeterId{1}, MeterId{2}});
}

TEST_CASE("a cooling unit below a PDU of the UPS is taken out of the UPS once") {
  auto site = grid_and().it("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  CHECK(equation(site.meter("crac", Role::cooling, "pdu")) ==
        "E_facility = grid; E_it = ups - crac");
}

TEST_CASE("a cooling unit beside complete PDUs is taken out of none of them") {
  auto site = grid_and().it_node("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  site.meter("crac", Role::cooling, "ups");
  CHECK(equation(site.level(ItPoint::pdu_output)) == "E_facility = grid; E_it = pdu");
  CHECK(subsystem(site, Subsystem::cooling) == "+1 crac");
}

TEST_CASE("a battery on the DC bus takes its charge out of IT and its discharge into it") {
  // Battery positive is discharge: E_it = rectifier output + discharge − charge.
  auto site = grid_and().it("dc", ItPoint::dc_output).meter("battery", Role::battery, "dc");
  CHECK(equation(site) == "E_facility = grid; E_it = dc + battery");
}

TEST_CASE("a load below another load of its role counts once") {
  auto site = grid_and().meter("ups", Role::it).meter("plant", Role::cooling);
  CHECK(subsystem(site.meter("chiller", Role::cooling, "plant"), Subsystem::cooling) == "+1 plant");
}

TEST_CASE("a load below a load of another role is taken out of that one") {
  auto site = grid_and().meter("ups", Role::it).meter("plant", Role::cooling);
  site.meter("plant-lights", Role::lighting, "plant");
  CHECK(subsystem(site, Subsystem::cooling) == "+1 plant -1 plant-lights");
  CHECK(subsystem(site, Subsystem::lighting) == "+1 plant-lights");
}

TEST_CASE("a rack fed from the cooling panel is IT and not cooling") {
  auto site = grid_and().meter("ups", Role::it).meter("plant", Role::cooling);
  site.it("bms-rack", ItPoint::mains_feed, "plant");
  CHECK(equation(site) == "E_facility = grid; E_it = ups + bms-rack");
  CHECK(subsystem(site, Subsystem::cooling) == "+1 plant -1 bms-rack");
}

TEST_CASE("UPS losses are a difference of two meters, of which the feeder enters no other sum") {
  auto site = grid_and().node("ups-in", Role::feeder).meter("ups-out", Role::it, "ups-in");
  site.formula("ups-loss", Role::power_loss, {{1, "ups-in"}, {-1, "ups-out"}});
  CHECK(equation(site) == "E_facility = grid; E_it = ups-out");
  CHECK(subsystem(site, Subsystem::power_loss) == "+1 ups-in -1 ups-out");
  // The feeder is not required: without it PUE stands, only the losses are not known.
  CHECK(model_of(site).required() == std::vector{MeterId{0}, MeterId{2}});
}

TEST_CASE("virtual and real meters of a role add up") {
  auto site = grid_and().meter("ups", Role::it).meter("lv", Role::feeder);
  site.meter("crac", Role::cooling).meter("lights", Role::lighting, "lv");
  site.formula("plant", Role::cooling, {{1, "lv"}, {-1, "lights"}});
  CHECK(subsystem(site, Subsystem::cooling) == "+1 lv +1 crac -1 lights");
}

TEST_CASE("a renewable meter is bounded by its greatest power, and without one by nothing") {
  auto site = grid_and().it("ups", ItPoint::ups_output).meter("roof", Role::solar);
  REQUIRE(model_of(site).renewables().size() == 1);
  CHECK(model_of(site).renewables()[0].max_power == Watts{0});
  site.last().max_power = Watts{5};
  CHECK(model_of(site).renewables()[0].max_power == Watts{5});
}

TEST_CASE("a virtual meter of curtailed energy has the coefficients of its formula") {
  auto site = grid_and().it("ups", ItPoint::ups_output).meter("held", Role::curtailed);
  site.meter("potential", Role::feeder).formula("more", Role::curtailed, {{0.5, "potential"}});
  const auto curtailed = model_of(site).curtailed();
  REQUIRE(curtailed.size() == 2);
  CHECK(curtailed[0].coefficient == Coefficient::whole(1));
  CHECK(curtailed[1].coefficient == Coefficient{500'000});
}

TEST_CASE("sources are kept by role, several meters of a role in one sum") {
  auto site = grid_and().meter("ups", Role::it).meter("pv-1", Role::solar);
  site.meter("pv-2", Role::solar);
  const auto model = model_of(site);
  REQUIRE(model.sources().size() == 2);
  CHECK(model.sources()[0].role == Role::grid);
  CHECK(model.sources()[1].role == Role::solar);
  CHECK(model.sources()[1].sum == SignedSum{{MeterId{2}}, {MeterId{3}}});
}

TEST_CASE("a site that cannot be built says why") {
  const auto model = SiteModel::build(SmallSite().meter("grid", Role::grid).settings);
  REQUIRE(model.has_error());
  CHECK(model.error().message.find("no IT meter") == 0);
}

TEST_CASE("a level is summed only where every branch is measured at it") {
  auto site = grid_and().it_node("ups-a", ItPoint::ups_output).it("ups-b", ItPoint::ups_output);
  site.it("pdu-a", ItPoint::pdu_output, "ups-a").it("pdu-b", ItPoint::pdu_output, "ups-b");
  CHECK(model_of(site).it_level_sum(1) == SignedSum{{MeterId{1}}, {MeterId{2}}});
  CHECK_FALSE(model_of(site).it_level_sum(2).has_value());
  site.settings.meters[site.ids["ups-b"].index].children_complete = true;
  CHECK(model_of(site).it_level_sum(2) == SignedSum{{MeterId{3}}, {MeterId{4}}});
  CHECK_FALSE(model_of(site).it_level_sum(3).has_value());
}

TEST_CASE("a branch that is measured deeper only has no upper level") {
  auto site = grid_and().it("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output);
  CHECK(equation(site) == "E_facility = grid; E_it = ups + pdu");
  CHECK(model_of(site).category() == 1);
  CHECK_FALSE(model_of(site).it_level_sum(1).has_value());
  CHECK_FALSE(model_of(site).it_level_sum(2).has_value());
}

TEST_CASE("the equation writes parts of meters with their number") {
  auto site = grid_and().meter("panel", Role::feeder).meter("plant", Role::feeder);
  site.formula("it", Role::it, {{0.9, "panel"}, {-0.1, "plant"}});
  site.formula("theirs", Role::excluded, {{0.65, "plant"}});
  CHECK(equation(site) == "E_facility = grid - 0.65 * plant; E_it = 0.9 * panel - 0.1 * plant");
  CHECK(is_allocated(model_of(site).it()));
  CHECK(to_text(SignedSum{}, site.settings) == "0");
}

TEST_CASE("mistakes in formulas are told when the model is built") {
  auto site = grid_and().meter("ups", Role::it);
  auto circle = site;
  circle.formula("a", Role::other, {{1, "grid"}});
  circle.settings.virtual_meters[0].terms = {{{}, VirtualMeterId{0}}};
  CHECK(SiteModel::build(circle.settings).error().message.find("virtual meter a: the formulas") ==
        0);
  auto twice = site;
  twice.formula("a", Role::other, {{1, "ups"}});
  CHECK(SiteModel::build(twice.settings).error().message.find("count twice") != std::string::npos);
  site.formula("a", Role::it, {{-1, "ups"}});
  CHECK(SiteModel::build(site.settings).error().message.find("E_it has no meter left") == 0);
}

TEST_CASE("meters are in place in the periods that they overlap") {
  auto site = grid_and().meter("ups", Role::it);
  const UtcTime noon{std::chrono::hours{12}};
  const std::chrono::minutes quarter{15};
  site.last().from = noon;
  site.last().to = noon + quarter;
  const auto model = model_of(site);
  CHECK_FALSE(model.in_place(MeterId{1}, {noon - quarter, noon}));
  CHECK(model.in_place(MeterId{1}, {noon, noon + quarter}));
  CHECK_FALSE(model.in_place(MeterId{1}, {noon + quarter, noon + 2 * quarter}));
  CHECK(model.in_place(MeterId{0}, {noon - quarter, noon}));
}
