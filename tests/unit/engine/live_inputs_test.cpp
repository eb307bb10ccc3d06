#include "engine/live_inputs.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;

namespace {

struct Site {
  Settings settings = site_of_two();
  site::SiteModel model = *site::SiteModel::build(settings.site);
  LiveInputs inputs{2};

  void power(std::uint32_t meter, Duration when, double watts) {
    inputs.power(MeterId{meter}, at(when), Watts{watts});
  }
  LiveFigures figures(Duration now) const { return inputs.figures(settings, model, at(now)); }
};

constexpr auto unexplained = static_cast<std::size_t>(site::Subsystem::unexplained);

/// With a third meter, "pdu", that shows no power; its quarter hours are told.
struct ThreeMeters : Site {
  explicit ThreeMeters(site::Role role = site::Role::it) {
    std::optional<site::ItPoint> where;
    if (role == site::Role::it) where = site::ItPoint::ups_output;
    settings.site.meters.push_back({"pdu", role, where, std::nullopt, false});
    settings.connections.push_back(settings.connections[it]);
    model = *site::SiteModel::build(settings.site);
    inputs = LiveInputs(3);
  }

  void close(Duration from, std::int64_t watt_hours,
             energy::Quality quality = energy::Quality::measured, bool clock_stepped = false) {
    site::SiteInterval closed;
    closed.interval = {at(from).utc, at(from + 15min).utc};
    closed.clock_stepped = clock_stepped;
    closed.meters.resize(3);
    closed.meters[2].quality = quality;
    closed.meters[2].imported = watt_hours * Joules{3600};
    if (quality == energy::Quality::recovered) closed.meters[2].gap = closed.interval;
    inputs.closed(closed, at(from + 17min));
  }
};

}  // namespace

TEST_CASE("live PUE divides the newest powers and says how far apart they are") {
  Site site;
  site.power(grid, 0s, 120'000);
  site.power(it, 2s, 80'000);
  site.power(grid, 5s, 100'000);
  const auto live = site.figures(6s);
  CHECK(live.pue == 1.25);  // 100 / 80
  CHECK(live.skew == 3s);   // 5 s − 2 s
  CHECK(live.absent_because == LiveAbsence::none);
  CHECK(live.power.facility == Watts{100'000});
}

TEST_CASE("a meter that is not in place counts as 0 and is not waited for") {
  Site site;
  site.settings.site.meters.push_back(
      {"ups-new", site::Role::it, site::ItPoint::ups_output, std::nullopt, false});
  site.settings.site.meters[2].from = start + 15min;
  site.settings.connections.push_back(site.settings.connections[it]);
  site.model = *site::SiteModel::build(site.settings.site);
  site.inputs = LiveInputs(3);
  site.power(grid, 0s, 125'000);
  site.power(it, 0s, 100'000);
  site.power(2, 0s, 25'000);
  CHECK(site.figures(1s).pue == 1.25);  // 125 / 100
  site.power(grid, 15min, 125'000);
  site.power(it, 15min, 75'000);
  site.power(2, 15min, 25'000);
  CHECK(site.figures(15min).power.it == Watts{100'000});
  CHECK(site.figures(15min).pue == 1.25);
}

TEST_CASE("a power is fresh up to the stale time and not longer") {
  Site site;
  site.power(grid, 0s, 100'000);
  site.power(it, 10s, 80'000);
  CHECK(site.figures(30s).pue);  // stale_after is 30 s
  const auto late = site.figures(31s);
  CHECK_FALSE(late.pue);
  CHECK_FALSE(late.skew);
  CHECK(late.absent_because == LiveAbsence::stale_input);
  CHECK(late.stale_meters == std::vector<std::string>{"grid"});
  CHECK_FALSE(late.power.facility);
  CHECK(late.power.it == Watts{80'000});
}

TEST_CASE("a meter without a power point that answers is the reason, not a stale one") {
  Site site;
  site.settings.connections[it].points = {point(meter::Quantity::energy_import_wh)};
  site.power(grid, 0s, 100'000);
  CHECK(site.figures(1s).absent_because == LiveAbsence::stale_input);
  site.inputs.answered(MeterId{it}, at(1s));
  const auto live = site.figures(1s);
  CHECK(live.absent_because == LiveAbsence::no_power_point);
  CHECK(live.stale_meters.empty());
}

TEST_CASE(
    "a power of a meter without a power point is flagged as derived, until it is taken back") {
  Site site;
  site.settings.connections[it].points = {point(meter::Quantity::energy_import_wh)};
  site.power(grid, 0s, 125'000);
  site.power(it, 0s, 100'000);
  site.inputs.answered(MeterId{it}, at(0s));
  const auto live = site.figures(1s);
  CHECK(live.pue == 1.25);
  CHECK(live.derived_meters == std::vector<std::string>{"ups-out"});
  CHECK(live.estimated_meters.empty());
  site.inputs.no_power(MeterId{it});
  CHECK(site.figures(1s).absent_because == LiveAbsence::no_power_point);
}

TEST_CASE("a small lost input enters as its last mean, named, for an hour after its quarter") {
  ThreeMeters site;
  site.close(0s, 200);  // 00:00 to 00:15 at 800 W
  for (const auto now : {20min, 75min}) {
    site.power(grid, now, 100'000);
    site.power(it, now, 79'200);
    const auto live = site.figures(now);
    CHECK(live.pue == 1.25);  // 100 / (79.2 + 0.8)
    CHECK(live.power.it == Watts{80'000});
    CHECK(live.power.overhead[unexplained] == Watts{20'000});
    CHECK(live.estimated_meters == std::vector<std::string>{"pdu"});
    CHECK(live.stale_meters.empty());
    CHECK(live.skew == 0s);
    CHECK_FALSE(site.inputs.fresh_power(MeterId{2}, at(now).mono, 30s));
  }
  const auto late = site.figures(75min + 1s);
  CHECK(late.absent_because == LiveAbsence::stale_input);
  CHECK(late.stale_meters == std::vector<std::string>{"pdu"});
  CHECK(late.estimated_meters.empty());
  CHECK(late.power.facility == Watts{100'000});
  CHECK_FALSE(late.power.overhead[unexplained]);
}

TEST_CASE("the mean is that of the last good quarter hour") {
  ThreeMeters site;
  site.close(0s, 200);
  site.power(grid, 50min, 100'000);
  site.power(it, 50min, 79'200);
  const auto power = [&] { return site.figures(50min).power.it; };
  site.close(15min, 0, energy::Quality::missing);
  site.close(15min, 100, energy::Quality::estimated);
  site.close(15min, 100, energy::Quality::recovered);
  CHECK(power() == Watts{80'000});
  site.close(30min, 100);
  CHECK(power() == Watts{79'600});  // 100 Wh in a quarter hour: 400 W
  site.close(15min, 150);           // an older one that comes late
  CHECK(power() == Watts{79'600});
}

TEST_CASE("an interval in which the clock was set has no mean: its length is not its time") {
  ThreeMeters site;
  site.close(0s, 200, energy::Quality::measured, true);
  site.power(grid, 20min, 100'000);
  site.power(it, 20min, 79'200);
  CHECK_FALSE(site.figures(20min).power.it);
}

TEST_CASE("a source of which the only meter is lost is not shown, though the facility has it") {
  ThreeMeters site(site::Role::solar);
  site.close(0s, 200);
  site.power(grid, 20min, 99'200);
  site.power(it, 20min, 80'000);
  const auto live = site.figures(20min);
  CHECK(live.power.facility == Watts{100'000});
  CHECK(live.power.sources[0] == Watts{99'200});
  CHECK_FALSE(live.power.sources[1]);
}

TEST_CASE("below the least IT power there is no ratio, at it there is") {
  Site site;
  site.settings.site.facts.design_it_power = Watts{1'000'000};  // 5 %: 50 kW
  site.power(grid, 0s, 100'000);
  site.power(it, 0s, 49'999);
  CHECK(site.figures(1s).absent_because == LiveAbsence::it_load_low);
  site.power(it, 1s, 50'000);
  CHECK(site.figures(1s).pue == 2.0);
  site.settings.site.facts.min_it_power = Watts{60'000};  // what is stated beats the default
  CHECK_FALSE(site.figures(1s).pue);
}

TEST_CASE("an IT power of zero or less has no ratio even without a least power") {
  Site site;
  site.power(grid, 0s, 100'000);
  site.power(it, 0s, 0);
  CHECK(site.figures(1s).absent_because == LiveAbsence::it_load_low);
  CHECK_FALSE(least_it_power(site.settings.site.facts));
}

TEST_CASE("any value shows that a meter answers, and an older one does not turn time back") {
  LiveInputs inputs(1);
  const MeterId meter{0};
  CHECK_FALSE(inputs.up(meter, at(0s).mono, 30s));
  CHECK_FALSE(inputs.last_answer(meter));
  inputs.answered(meter, at(10s));
  inputs.answered(meter, at(5s));
  CHECK(inputs.last_answer(meter) == at(10s).utc);
  CHECK(inputs.up(meter, at(40s).mono, 30s));
  CHECK_FALSE(inputs.up(meter, at(41s).mono, 30s));
  CHECK_FALSE(inputs.fresh_power(meter, at(10s).mono, 30s));
}
