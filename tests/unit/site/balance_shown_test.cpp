// Energies that stand beside the boundary equation, and the ways in which a meter may count.
#include <catch2/catch.hpp>

#include "site/balance.h"
#include "small_site.h"

using namespace pue;
using namespace pue::site;
using namespace std::chrono_literals;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

const Period quarter{UtcTime{15min}, UtcTime{30min}};
constexpr auto cooling = static_cast<std::size_t>(Subsystem::cooling);
constexpr auto unexplained = static_cast<std::size_t>(Subsystem::unexplained);
constexpr auto solar = static_cast<std::size_t>(Role::solar);

IntervalEnergy measured(std::int64_t imported, std::int64_t exported = 0) {
  return {quarter, Quality::measured, Joules{imported}, Joules{exported}, std::nullopt};
}
IntervalEnergy missing() { return {quarter, Quality::missing, {}, {}, std::nullopt}; }
IntervalEnergy estimated(std::int64_t imported) {
  return {quarter, Quality::estimated, Joules{imported}, {}, std::nullopt};
}

SiteInterval balanced(const SmallSite& site, std::vector<IntervalEnergy> meters) {
  const auto model = SiteModel::build(site.settings);
  INFO((model ? "" : model.error().message));
  REQUIRE(model.has_value());
  return balance(*model, quarter, 1, std::move(meters));
}
SmallSite grid_ups() { return SmallSite().meter("grid", Role::grid).meter("ups", Role::it); }

}  // namespace

TEST_CASE("PUE1 and PUE2 stand side by side: 1250 / 1000 and 1250 / 980") {
  auto site = SmallSite().meter("grid", Role::grid).it_node("ups", ItPoint::ups_output);
  site.it("pdu", ItPoint::pdu_output, "ups");
  const auto closed = balanced(site, {measured(1250), measured(1000), measured(980)});
  CHECK(closed.it == Joules{1000});
  CHECK(closed.it_levels[0] == Joules{1000});  // 1.25
  CHECK(closed.it_levels[1] == Joules{980});   // 1.2755
  CHECK_FALSE(closed.it_levels[2].has_value());
  const auto without = balanced(site, {measured(1250), measured(1000), missing()});
  CHECK(without.it == Joules{1000});
  CHECK_FALSE(without.it_levels[1].has_value());
}

TEST_CASE("all three categories of one site") {
  auto site = SmallSite().meter("grid", Role::grid).it_node("ups", ItPoint::ups_output);
  site.it_node("pdu", ItPoint::pdu_output, "ups").it("rack", ItPoint::it_input, "pdu");
  site.meter("crac", Role::cooling, "ups").level(ItPoint::it_input);
  const auto closed =
      balanced(site, {measured(1250), measured(1000), measured(950), measured(930), measured(30)});
  CHECK(closed.it_levels[0] == Joules{970});  // 1000 less the cooling unit's 30
  CHECK(closed.it_levels[1] == Joules{950});
  CHECK(closed.it_levels[2] == Joules{930});
  CHECK(closed.it == Joules{930});
}

TEST_CASE("wind by contract is off site: in no facility, not needed for PUE") {
  auto site = grid_ups().source("farm", Role::wind, Supplies::virtual_);
  site.last().max_power = Watts{1000};
  const auto closed = balanced(site, {measured(1250), measured(1000), measured(400)});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.off_site == Joules{400});
  CHECK_FALSE(closed.renewable_used.has_value());
  CHECK(closed.renewable_unknown == Joules{0});
  const auto without = balanced(site, {measured(1250), measured(1000), missing()});
  CHECK(without.facility == Joules{1250});
  CHECK_FALSE(without.off_site.has_value());
  CHECK(without.renewable_unknown == Joules{1'080'000});  // 1.2 · 1000 W · 900 s
  CHECK_FALSE(balanced(grid_ups(), {measured(1250), measured(1000)}).off_site.has_value());
}

TEST_CASE("a plant that feeds the grid past the site is in no figure") {
  auto site = grid_ups().source("plant", Role::solar, Supplies::grid);
  site.last().max_power = Watts{1000};
  const auto closed = balanced(site, {measured(1250), measured(1000), missing()});
  CHECK(closed.facility == Joules{1250});
  CHECK_FALSE(closed.sources[solar].has_value());
  CHECK_FALSE(closed.off_site.has_value());
  CHECK(closed.renewable_unknown == Joules{0});
}

TEST_CASE("an inside battery is in no sum, its charge and discharge are shown") {
  auto site = grid_ups().meter("b1", Role::battery).meter("b2", Role::battery);
  const auto closed =
      balanced(site, {measured(1250), measured(1000), measured(30, 100), measured(5, 7)});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.battery_discharge == Joules{35});  // what it imports into the site
  CHECK(closed.battery_charge == Joules{107});
  const auto without = balanced(site, {measured(1250), measured(1000), missing(), measured(5, 7)});
  CHECK(without.facility == Joules{1250});
  CHECK_FALSE(without.battery_charge.has_value());
  CHECK_FALSE(without.battery_discharge.has_value());
}

TEST_CASE("an outside battery is a source: what it gives less what it takes") {
  auto site = grid_ups().outside_battery("store");
  const auto closed = balanced(site, {measured(1200), measured(1000), measured(150, 100)});
  CHECK(closed.facility == Joules{1250});
  CHECK_FALSE(closed.battery_charge.has_value());
  CHECK_FALSE(balanced(site, {measured(1200), measured(1000), missing()}).facility.has_value());
}

TEST_CASE("export that no grid meter sees leaves the facility and counts as exported") {
  auto site = grid_ups().meter("pv", Role::solar).meter("out", Role::export_);
  // 400 in by the grid meter with 50 back, PV 1000, 100 out elsewhere: 350 + 1000 − 100 = 1250.
  const auto closed =
      balanced(site, {measured(400, 50), measured(1000), measured(1000), measured(100)});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.exported == Joules{150});
  CHECK(closed.renewable_used == Joules{850});
  CHECK_FALSE(balanced(site, {measured(400, 50), measured(1000), measured(1000), missing()})
                  .exported.has_value());
  CHECK_FALSE(balanced(site, {missing(), measured(1000), measured(1000), measured(100)})
                  .exported.has_value());
}

TEST_CASE("an island exports nothing, and that is known") {
  auto site = SmallSite().meter("pv", Role::solar).meter("ups", Role::it);
  CHECK(balanced(site, {measured(1250), measured(1000)}).exported == Joules{0});
}

TEST_CASE("curtailed energy is shown and in no sum") {
  auto site = grid_ups().meter("held", Role::curtailed).meter("potential", Role::feeder);
  site.formula("more", Role::curtailed, {{0.5, "potential"}});
  const auto closed = balanced(site, {measured(1250), measured(1000), measured(70), measured(61)});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.curtailed == Joules{100});  // 70 + 30.5, down
  CHECK(balanced(site, {measured(1250), measured(1000), missing(), measured(61)}).facility ==
        Joules{1250});
  CHECK_FALSE(balanced(grid_ups(), {measured(1250), measured(1000)}).curtailed.has_value());
}

TEST_CASE("shared plant counts by its key, the rest leaves the facility") {
  auto site = grid_ups().meter("plant", Role::feeder);
  site.formula("own", Role::cooling, {{0.35, "plant"}});
  site.formula("theirs", Role::excluded, {{0.65, "plant"}});
  const auto closed = balanced(site, {measured(1510), measured(1000), measured(400)});
  CHECK(closed.facility == Joules{1250});  // 1510 − 260
  CHECK(closed.overhead[cooling] == Joules{140});
  CHECK(closed.overhead[unexplained] == Joules{110});
}

TEST_CASE("what was estimated is weighed on each side by its coefficient") {
  auto site = grid_ups().meter("offices", Role::excluded).meter("crac", Role::cooling, "ups");
  const auto closed =
      balanced(site, {measured(1400), estimated(1000), estimated(150), estimated(20)});
  CHECK(closed.quality == Quality::estimated);
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.estimated_facility == Joules{150});
  CHECK(closed.estimated_it == Joules{1020});
  const auto good = balanced(site, {measured(1400), measured(1000), measured(150), measured(20)});
  CHECK(good.estimated_facility == Joules{0});
  CHECK(good.estimated_it == Joules{0});
  const auto unusable = balanced(site, {missing(), estimated(1000), estimated(150), measured(20)});
  CHECK(unusable.estimated_it == Joules{0});
}

TEST_CASE("a meter counts from its start to its end, as 0 outside, and is not required there") {
  auto site = grid_ups().meter("new", Role::it);
  const auto it_with = [&](std::optional<UtcTime> from, std::optional<UtcTime> to) {
    site.last().from = from;
    site.last().to = to;
    return balanced(site, {measured(1250), measured(1000), measured(100)}).it;
  };
  CHECK(it_with({}, {}) == Joules{1100});
  CHECK(it_with(quarter.start, quarter.end) == Joules{1100});
  CHECK(it_with(quarter.end, {}) == Joules{1000});
  CHECK(it_with({}, quarter.start) == Joules{1000});
  CHECK(it_with(quarter.end - 1ns, {}) == Joules{1100});
  CHECK(it_with({}, quarter.start + 1ns) == Joules{1100});

  site.last().from = quarter.end;
  site.last().to.reset();
  auto late = missing();
  late.gap = quarter;
  const auto closed = balanced(site, {measured(1250), measured(1000), late});
  CHECK(closed.it == Joules{1000});
  CHECK(closed.quality == Quality::measured);
  CHECK_FALSE(closed.gap.has_value());
}

TEST_CASE("a meter that is not in place is neither unknown nor estimated") {
  auto site = grid_ups().meter("pv", Role::solar);
  site.last().max_power = Watts{1000};
  const auto in_place = balanced(site, {measured(1250), measured(1000), missing()});
  CHECK(in_place.renewable_unknown == Joules{1'080'000});
  site.last().to = quarter.start;
  const auto closed = balanced(site, {measured(1250), measured(1000), missing()});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.renewable_unknown == Joules{0});
  CHECK(balanced(site, {measured(1250), measured(1000), estimated(7)}).estimated_facility ==
        Joules{0});
}

TEST_CASE("powers take meters as they are in place at the moment") {
  auto site = grid_ups().meter("new", Role::it);
  site.last().from = quarter.start;
  const auto model = SiteModel::build(site.settings);
  const std::vector<std::optional<Watts>> powers = {Watts{1250}, Watts{1000}, std::nullopt};
  CHECK_FALSE(balance_power(*model, powers).it.has_value());
  CHECK_FALSE(balance_power(*model, powers, quarter.start).it.has_value());
  CHECK(balance_power(*model, powers, quarter.start - 1ns).it == Watts{1000});
}

TEST_CASE("an estimated source is in the facility, and in nothing that renewable shares rest on") {
  auto site = grid_ups().meter("pv", Role::solar);
  site.last().max_power = Watts{1e3};
  const auto closed = balanced(site, {measured(1150), measured(1000), estimated(100)});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.sources[solar] == Joules{100});
  CHECK(closed.quality == Quality::estimated);
  CHECK(closed.estimated_facility == Joules{100});
  CHECK_FALSE(closed.renewable_used.has_value());
  CHECK(closed.renewable_unknown == Joules{1'080'000});  // 1.2 · 1 kW · 900 s
  CHECK(closed.exported == Joules{0});

  const auto grid = balanced(site, {estimated(1150), measured(1000), measured(100)});
  CHECK_FALSE(grid.exported.has_value());
  CHECK_FALSE(grid.renewable_used.has_value());
  CHECK(grid.renewable_unknown == Joules{});
}

TEST_CASE("water and reused heat stand beside the balance and in none of its sums") {
  auto site = grid_ups().meter("towers", Role::water).meter("pool", Role::water);
  site.meter("heating", Role::heat_reuse);
  const auto closed =
      balanced(site, {measured(1250), measured(1000), measured(300), measured(60), measured(250)});
  CHECK(closed.water == Millilitres{360});
  CHECK(closed.reused_heat == Joules{250});
  CHECK(closed.facility == Joules{1250});
  CHECK(closed.overhead[unexplained] == Joules{250});
  // One meter that does not answer: the sum is not known, and PUE is.
  const auto without =
      balanced(site, {measured(1250), measured(1000), measured(300), missing(), missing()});
  CHECK_FALSE(without.water.has_value());
  CHECK_FALSE(without.reused_heat.has_value());
  CHECK(without.quality == Quality::measured);
}

TEST_CASE("water is absent without meters, and before the first is in place") {
  CHECK_FALSE(balanced(grid_ups(), {measured(1250), measured(1000)}).water.has_value());
  auto site = grid_ups().meter("towers", Role::water);
  site.last().from = quarter.end;
  CHECK_FALSE(balanced(site, {measured(1250), measured(1000), measured(300)}).water.has_value());
  // Beside another one it is not yet part of the site and counts as 0.
  site.meter("pool", Role::water);
  CHECK(balanced(site, {measured(1250), measured(1000), measured(300), measured(60)}).water ==
        Millilitres{60});
}
