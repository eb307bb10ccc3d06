#include "site/load_sums.h"

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;

namespace {

/// "+grid", "-crac": the sum of one role.
std::string sum(const SmallSite& site, Role role, int level = 1) {
  const auto formulas =
      write_out_formulas(site.settings.meters.size(), site.settings.virtual_meters);
  auto sums = load_sums(site.settings, *MeterTree::build(site.settings.meters),
                        std::get<std::vector<WrittenOut>>(formulas), level);
  std::string text;
  for (const auto& term : signed_sum(sums[role])) {
    text += (text.empty() ? "" : " ") + to_text(term.coefficient) + " " +
            site.settings.meters[term.meter.index].name;
  }
  return text;
}

}  // namespace

TEST_CASE("a meter counts in the subsystem that it names") {
  SmallSite site;
  site.meter("pump", Role::other).last().subsystem = Subsystem::cooling;
  CHECK(sum(site, Role::cooling) == "1 pump");
  CHECK(sum(site, Role::other).empty());
  site.meter("light", Role::lighting, "pump");
  CHECK(sum(site, Role::cooling) == "1 pump -1 light");
}

TEST_CASE("second meters, curtailed and foreign plants are no loads and hide none") {
  SmallSite site;
  site.meter("ups", Role::it).meter("second", Role::check, "ups");
  site.meter("held", Role::curtailed, "second").meter("crac", Role::cooling, "held");
  site.source("plant", Role::solar, Supplies::grid, "ups");
  CHECK(sum(site, Role::it) == "1 ups -1 crac");
  CHECK(sum(site, Role::cooling) == "1 crac");
  CHECK(sum(site, Role::check).empty());
  CHECK(sum(site, Role::curtailed).empty());
}

TEST_CASE("what feeds in behind a load's meter is added to it, behind an export meter it is not") {
  SmallSite site;
  site.meter("ups", Role::it).meter("pv", Role::solar, "ups").meter("out", Role::export_);
  site.meter("pv-2", Role::solar, "out").outside_battery("store", "ups");
  CHECK(sum(site, Role::it) == "1 ups 1 pv 1 store");
  CHECK(sum(site, Role::export_) == "1 out");
}

TEST_CASE("a generator on the way hides nothing that is below it from the sums above") {
  SmallSite site;
  site.meter("hall", Role::cooling).meter("gen", Role::genset, "hall");
  site.meter("heater", Role::other, "gen");
  CHECK(sum(site, Role::cooling) == "1 hall 1 gen");
  CHECK(sum(site, Role::other) == "1 heater");
}

TEST_CASE("export below a load leaves the load") {
  SmallSite site;
  site.meter("offices", Role::excluded).meter("out", Role::export_, "offices");
  CHECK(sum(site, Role::excluded) == "1 offices -1 out");
  CHECK(sum(site, Role::export_) == "1 out");
}

TEST_CASE("formulas come to the sum of their role") {
  SmallSite site;
  site.meter("panel", Role::feeder).meter("ch", Role::cooling);
  site.formula("part", Role::cooling, {{0.25, "panel"}, {-1, "ch"}});
  CHECK(sum(site, Role::cooling) == "0.25 panel");
}

TEST_CASE("IT is summed at the level asked for") {
  SmallSite site;
  site.it_node("ups", ItPoint::ups_output).it("pdu", ItPoint::pdu_output, "ups");
  CHECK(sum(site, Role::it, 1) == "1 ups");
  CHECK(sum(site, Role::it, 2) == "1 pdu");
  CHECK(sum(site, Role::it, 3) == "1 pdu");
}

TEST_CASE("the categories of a sum are those of the IT meters that it adds") {
  SmallSite site;
  site.it("ups", ItPoint::ups_output).it("rack", ItPoint::it_input).meter("crac", Role::cooling);
  const auto of = [&](const SignedSum& it) { return categories(site.settings, it); };
  const Term ups{MeterId{0}}, rack{MeterId{1}}, crac{MeterId{2}};
  CHECK(of({ups, rack}).lowest == 1);
  CHECK(of({ups, rack}).highest == 3);
  CHECK(of({rack, crac}).lowest == 3);
  CHECK(of({{MeterId{0}, Coefficient::whole(-1)}, rack}).lowest == 3);
  site.formula("v", Role::it, {{1, "crac"}});
  site.settings.virtual_meters[0].point = ItPoint::pdu_output;
  CHECK(of({rack}).lowest == 2);
  CHECK(of({ups}).highest == 2);
  site.settings.virtual_meters[0].point.reset();  // at site.it_level
  CHECK(of({rack}).lowest == 1);
}
