#include "site/balance.h"

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;
using namespace std::chrono_literals;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

const Period quarter{UtcTime{0s}, UtcTime{15min}};
constexpr auto cooling = static_cast<std::size_t>(Subsystem::cooling);
constexpr auto power_loss = static_cast<std::size_t>(Subsystem::power_loss);
constexpr auto lighting = static_cast<std::size_t>(Subsystem::lighting);
constexpr auto unexplained = static_cast<std::size_t>(Subsystem::unexplained);
constexpr auto grid = static_cast<std::size_t>(Role::grid);
constexpr auto solar = static_cast<std::size_t>(Role::solar);
constexpr auto wind = static_cast<std::size_t>(Role::wind);

IntervalEnergy measured(std::int64_t imported, std::int64_t exported = 0) {
  return {quarter, Quality::measured, Joules{imported}, Joules{exported}, std::nullopt};
}
IntervalEnergy missing() { return {quarter, Quality::missing, {}, {}, std::nullopt}; }
IntervalEnergy recovered(std::int64_t imported, Period gap) {
  return {quarter, Quality::recovered, Joules{imported}, {}, gap};
}

SiteInterval balanced(const SmallSite& site, std::vector<IntervalEnergy> meters) {
  const auto model = SiteModel::build(site.settings);
  REQUIRE(model.has_value());
  return balance(*model, quarter, 1, std::move(meters));
}

SmallSite grid_ups_chiller() {
  return SmallSite().meter("grid", Role::grid).meter("ups", Role::it).meter("ch", Role::cooling);
}

}  // namespace

TEST_CASE("facility, IT, overhead and the unexplained rest of one interval") {
  const auto closed = balanced(grid_ups_chiller(), {measured(1250), measured(1000), measured(200)});
  CHECK(closed.facility->count == 1250);
  CHECK(closed.it->count == 1000);
  CHECK(closed.overhead[cooling]->count == 200);
  CHECK(closed.overhead[unexplained]->count == 50);      // 1250 − 1000 − 200
  CHECK_FALSE(closed.overhead[power_loss].has_value());  // no such meter: unknown, not 0
  CHECK(closed.sources[grid]->count == 1250);
  CHECK_FALSE(closed.sources[solar].has_value());
  CHECK(closed.quality == Quality::measured);
  CHECK(closed.usable());
  CHECK(closed.interval == quarter);
  CHECK(closed.meters.size() == 3);
}

TEST_CASE("an interval with one required meter of an unconfirmed profile is unconfirmed") {
  for (std::size_t unconfirmed = 0; unconfirmed < 4; ++unconfirmed) {
    std::vector<IntervalEnergy> meters = {measured(1250), measured(1000), measured(200)};
    if (unconfirmed < 3) meters[unconfirmed].unconfirmed = true;
    // The chiller, the last of the three, is in no sum of facility or IT.
    CHECK(balanced(grid_ups_chiller(), meters).unconfirmed == (unconfirmed < 2));
  }
}

TEST_CASE("the same site is 1.25 as PUE1 and 1.2755 as PUE2") {
  auto site = SmallSite().meter("grid", Role::grid).it_node("ups", ItPoint::ups_output);
  site.it("pdu", ItPoint::pdu_output, "ups");
  const std::vector<IntervalEnergy> meters = {measured(1250), measured(1000), measured(980)};
  const auto first = balanced(site, meters);
  CHECK(first.facility->count == 1250);
  CHECK(first.it->count == 1000);
  const auto second = balanced(site.level(ItPoint::pdu_output), meters);
  CHECK(second.facility->count == 1250);
  CHECK(second.it->count == 980);
  CHECK(second.overhead[unexplained]->count == 270);  // the PDUs' 20 are overhead now
}

TEST_CASE("the facility holds what PV supplies: grid import alone would give a PUE below 1") {
  auto site = grid_ups_chiller().meter("pv", Role::solar);
  // 900 from the grid for 1000 of IT: 0.9. With the 350 of the roof it is 1250 / 1000.
  const auto closed = balanced(site, {measured(900), measured(1000), measured(200), measured(350)});
  CHECK(closed.facility->count == 1250);
  CHECK(closed.renewable_used->count == 350);
}

TEST_CASE("exported energy leaves the facility") {
  auto site = grid_ups_chiller().meter("pv", Role::solar);
  // PV 2000, of which 750 go out: 1250 are used here.
  const auto closed =
      balanced(site, {measured(0, 750), measured(1000), measured(200), measured(2000)});
  CHECK(closed.facility->count == 1250);
  CHECK(closed.sources[grid]->count == -750);
  CHECK(closed.renewable_used->count == 1250);
}

TEST_CASE("import and export within one interval do not hide each other from the renewable use") {
  auto site = grid_ups_chiller().meter("pv", Role::solar);
  // Clouds: 400 came in and 150 went out in the same quarter; 1000 − 150 were used.
  const auto closed =
      balanced(site, {measured(400, 150), measured(1000), measured(200), measured(1000)});
  CHECK(closed.facility->count == 1250);
  CHECK(closed.renewable_used->count == 850);
}

TEST_CASE("export is shared by sun, wind and diesel in proportion") {
  auto site = grid_ups_chiller().meter("pv", Role::solar).meter("w", Role::wind);
  site.meter("gen", Role::genset);
  // 800 + 400 renewable, 400 diesel: 1600 generated, 400 exported, 1200 · 1200/1600 = 900.
  const auto closed = balanced(site, {measured(0, 400), measured(1000), measured(100),
                                      measured(800), measured(400), measured(400)});
  CHECK(closed.facility->count == 1200);
  CHECK(closed.sources[wind]->count == 400);
  CHECK(closed.renewable_used->count == 900);
}

TEST_CASE("a site without sun or wind has no renewable figure, not one of 0") {
  auto site = grid_ups_chiller().meter("gen", Role::genset);
  const auto closed = balanced(site, {measured(1250), measured(1000), measured(200), measured(0)});
  CHECK_FALSE(closed.renewable_used.has_value());
}

TEST_CASE("what one of two renewable sources gave is not the renewable figure") {
  auto site = grid_ups_chiller().meter("pv", Role::solar).meter("w", Role::wind);
  const auto closed =
      balanced(site, {measured(900), measured(1000), measured(200), measured(300), missing()});
  CHECK(closed.sources[solar]->count == 300);
  CHECK_FALSE(closed.renewable_used.has_value());
}

TEST_CASE("PV that the boundary does not need leaves the interval usable when it is missing") {
  // grid − offices is the data center; the PV of the offices stands behind their meter.
  auto site = grid_ups_chiller().meter("offices", Role::excluded);
  site.meter("pv", Role::solar, "offices");
  const auto closed =
      balanced(site, {measured(1350), measured(1000), measured(200), measured(100), missing()});
  CHECK(closed.facility->count == 1250);
  CHECK_FALSE(closed.renewable_used.has_value());
}

TEST_CASE("a missing PV meter makes the interval unusable: facility and IT are both absent") {
  auto site = grid_ups_chiller().meter("pv", Role::solar);
  const auto closed = balanced(site, {measured(900), measured(1000), measured(200), missing()});
  CHECK(closed.quality == Quality::missing);
  CHECK_FALSE(closed.facility.has_value());
  CHECK_FALSE(closed.it.has_value());
  CHECK_FALSE(closed.usable());
  CHECK_FALSE(closed.sources[solar].has_value());
  CHECK_FALSE(closed.renewable_used.has_value());
  CHECK_FALSE(closed.overhead[unexplained].has_value());
  CHECK(closed.sources[grid]->count == 900);
  CHECK(closed.overhead[cooling]->count == 200);
}

TEST_CASE("a missing IT meter takes the facility with it") {
  const auto closed = balanced(grid_ups_chiller(), {measured(1250), missing(), measured(200)});
  CHECK_FALSE(closed.facility.has_value());
  CHECK_FALSE(closed.it.has_value());
}

TEST_CASE("without its meter a subsystem is absent and its energy is unexplained") {
  const auto closed = balanced(grid_ups_chiller(), {measured(1250), measured(1000), missing()});
  CHECK(closed.quality == Quality::measured);
  CHECK(closed.facility->count == 1250);
  CHECK_FALSE(closed.overhead[cooling].has_value());
  CHECK(closed.overhead[unexplained]->count == 250);
}

TEST_CASE("one missing meter of several makes their subsystem absent, not smaller") {
  auto site = grid_ups_chiller().meter("ch-2", Role::cooling);
  const auto closed = balanced(site, {measured(1250), measured(1000), measured(100), missing()});
  CHECK_FALSE(closed.overhead[cooling].has_value());
  CHECK(closed.overhead[unexplained]->count == 250);
}

TEST_CASE("more in sub-meters than in the facility shows as a negative rest") {
  const auto closed = balanced(grid_ups_chiller(), {measured(1150), measured(1000), measured(200)});
  CHECK(closed.overhead[unexplained]->count == -50);
}

TEST_CASE("losses of the UPS are its input less its output") {
  auto site = SmallSite().meter("grid", Role::grid).node("ups-in", Role::feeder);
  site.meter("ups-out", Role::it, "ups-in");
  site.formula("loss", Role::power_loss, {{1, "ups-in"}, {-1, "ups-out"}});
  const auto closed = balanced(site, {measured(1250), measured(1060), measured(1000)});
  CHECK(closed.overhead[power_loss]->count == 60);
  CHECK(closed.overhead[unexplained]->count == 190);  // 1250 − 1000 − 60
}

TEST_CASE("lights below the cooling plant are not counted in both") {
  auto site = grid_ups_chiller().meter("lights", Role::lighting, "ch");
  const auto closed = balanced(site, {measured(1250), measured(1000), measured(200), measured(15)});
  CHECK(closed.overhead[cooling]->count == 185);
  CHECK(closed.overhead[lighting]->count == 15);
  CHECK(closed.overhead[unexplained]->count == 50);
}

TEST_CASE("the quality is that of the worst required meter") {
  const Period gap{UtcTime{-15min}, UtcTime{15min}};
  auto power_only = measured(1000);
  power_only.quality = Quality::integrated;
  const auto closed = balanced(grid_ups_chiller(), {recovered(1250, gap), power_only, missing()});
  CHECK(closed.quality == Quality::integrated);
  CHECK(closed.gap == gap);  // also where a meter of lesser quality hides the recovered one
}

TEST_CASE("the gap of an interval is the union of its meters' gaps") {
  const auto closed = balanced(grid_ups_chiller(),
                               {recovered(1250, {UtcTime{-30min}, UtcTime{15min}}),
                                recovered(1000, {UtcTime{-15min}, UtcTime{45min}}), measured(200)});
  CHECK(closed.quality == Quality::recovered);
  CHECK(closed.gap == Period{UtcTime{-30min}, UtcTime{45min}});
}

TEST_CASE("a gap of a meter that PUE does not need leaves the interval whole") {
  const Period gap{UtcTime{-15min}, UtcTime{15min}};
  const auto closed =
      balanced(grid_ups_chiller(), {measured(1250), measured(1000), recovered(200, gap)});
  CHECK(closed.quality == Quality::measured);
  CHECK_FALSE(closed.gap.has_value());
}

TEST_CASE("powers go through the same sums") {
  const auto model = SiteModel::build(grid_ups_chiller().settings);
  const auto power = balance_power(*model, {Watts{125.5}, Watts{100}, Watts{20}});
  CHECK(power.facility->value == 125.5);
  CHECK(power.it->value == 100);
  CHECK(power.overhead[cooling]->value == 20);
  CHECK(power.overhead[unexplained]->value == 5.5);
  CHECK(power.sources[grid]->value == 125.5);
}

TEST_CASE("an absent power makes its sums absent and leaves the others") {
  const auto model = SiteModel::build(grid_ups_chiller().settings);
  const auto power = balance_power(*model, {std::nullopt, Watts{100}, Watts{20}});
  CHECK_FALSE(power.facility.has_value());
  CHECK(power.it->value == 100);
  CHECK(power.overhead[cooling]->value == 20);
  CHECK_FALSE(power.overhead[unexplained].has_value());
  CHECK_FALSE(power.sources[grid].has_value());
}
