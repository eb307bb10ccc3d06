#include "site/it_branches.h"

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;

namespace {

/// Names of the IT meters that give way to the ones below them.
std::vector<std::string> resolved(const SmallSite& site) {
  const auto tree = MeterTree::build(site.settings.meters);
  const auto level = category(site.settings.facts.it_level);
  const auto by_meter = resolved_by_children(site.settings, *tree, level);
  std::vector<std::string> names;
  for (std::size_t index = 0; index < by_meter.size(); ++index) {
    if (by_meter[index]) names.push_back(site.settings.meters[index].name);
  }
  return names;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("an IT meter without a point measures at the level of the site") {
  SmallSite site;
  site.level(ItPoint::pdu_output).meter("a", Role::it).it("b", ItPoint::ups_output);
  CHECK(it_point(site.settings, site.ids["a"]) == ItPoint::pdu_output);
  CHECK(it_point(site.settings, site.ids["b"]) == ItPoint::ups_output);
}

TEST_CASE("a UPS output gives way to its complete PDU outputs when they are the level") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  CHECK(resolved(site.level(ItPoint::pdu_output)) == Names{"ups"});
  CHECK(resolved(site.level(ItPoint::ups_output)).empty());
}

TEST_CASE("a UPS output whose children are not complete stays") {
  SmallSite site;
  site.it("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  CHECK(resolved(site.level(ItPoint::pdu_output)).empty());
}

TEST_CASE("a UPS output with complete children that are no IT stays") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).meter("crac", Role::cooling, "ups");
  CHECK(resolved(site.level(ItPoint::pdu_output)).empty());
}

TEST_CASE("a feeder on the way must be complete as well") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).meter("panel", Role::feeder, "ups");
  site.it("pdu", ItPoint::pdu_output, "panel").level(ItPoint::pdu_output);
  CHECK(resolved(site).empty());
  site.settings.meters[site.ids["panel"].index].children_complete = true;
  CHECK(resolved(site) == Names{"ups"});
}

TEST_CASE("a feeder without children below a complete UPS output leaves energy unmetered") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  site.node("spare", Role::feeder, "ups").level(ItPoint::pdu_output);
  CHECK(resolved(site).empty());
}

TEST_CASE("branches are judged one by one") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output);
  site.it_node("pdu-1", ItPoint::pdu_output, "ups").it("pdu-2", ItPoint::pdu_output, "ups");
  site.it("rack-1", ItPoint::it_input, "pdu-1").it("rack-2", ItPoint::it_input, "pdu-2");
  CHECK(resolved(site.level(ItPoint::it_input)) == Names{"ups", "pdu-1"});
}

TEST_CASE("a branch whose IT meters are deeper than the level stays where it is") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).it("rack", ItPoint::it_input, "ups");
  CHECK(resolved(site.level(ItPoint::pdu_output)).empty());
  CHECK(resolved(site.level(ItPoint::it_input)) == Names{"ups"});
}

TEST_CASE("what is missing for a category is said branch by branch") {
  SmallSite site;
  site.it("bare", ItPoint::ups_output).it("half", ItPoint::ups_output);
  site.it("pdu", ItPoint::pdu_output, "half").it_node("ups", ItPoint::ups_output);
  site.meter("panel", Role::feeder, "ups").it("pdu-2", ItPoint::pdu_output, "panel");
  site.it_node("direct", ItPoint::ups_output).it("rack", ItPoint::it_input, "direct");
  site.it_node("good", ItPoint::ups_output).it("pdu-3", ItPoint::pdu_output, "good");
  site.formula("guess", Role::it, {{0.9, "panel"}});
  const auto missing = missing_at_level(site.settings, *MeterTree::build(site.settings.meters), 2);
  CHECK(missing == Names{"meters with point: pdu_output below bare, and children: complete there",
                         "children: complete at half, once the meters below carry all its energy",
                         "children: complete at panel, once the meters below carry all its energy",
                         "a meter with point: pdu_output above rack",
                         "meters with point: pdu_output in place of guess"});
}

TEST_CASE("nothing is missing for a category that is reached") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  const auto tree = MeterTree::build(site.settings.meters);
  CHECK(missing_at_level(site.settings, *tree, 1).empty());
  CHECK(missing_at_level(site.settings, *tree, 2).empty());
  CHECK(missing_at_level(site.settings, *tree, 3) ==
        Names{"meters with point: it_input below pdu, and children: complete there"});
}

TEST_CASE("inside a branch that is stuck only its top is told") {
  SmallSite site;
  site.it("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  CHECK(missing_at_level(site.settings, *MeterTree::build(site.settings.meters), 3) ==
        Names{"children: complete at ups, once the meters below carry all its energy"});
}

TEST_CASE("each category has its usual point") {
  CHECK(point_of_category(1) == "ups_output");
  CHECK(point_of_category(2) == "pdu_output");
  CHECK(point_of_category(3) == "it_input");
}
