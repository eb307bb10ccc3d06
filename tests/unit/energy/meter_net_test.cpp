// A signed net register, through the tracker.
#include <catch2/catch.hpp>

#include "energy/meter_tracker.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

TrackerSettings net_settings(bool has_power) {
  TrackerSettings settings = one_register();
  settings.net = settings.import;
  settings.import.reset();
  settings.has_power = has_power;
  return settings;
}

void read(MeterTracker& tracker, std::initializer_list<std::pair<double, double>> readings) {
  for (const auto& [minute, amount] : readings) {
    tracker.net_register(at(60 * minute), kilowatt_hours(amount));
  }
}

}  // namespace

TEST_CASE("a net register gives the net energy of an interval, in and out") {
  MeterTracker tracker(net_settings(false));
  tracker.boundary(at(0));
  read(tracker, {{0, 3}, {5, 1}, {10, -4}, {15, -7}});
  tracker.boundary(at(900));
  read(tracker, {{20, -3}, {25, 2}, {30, 5}});
  tracker.boundary(at(1800));
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::measured, -10 * kwh, {}, {}});
  CHECK(settled[0].net() == -10 * kwh);
  CHECK(settled[1].net() == 12 * kwh);
  for (const auto& interval : settled) CHECK(proves(interval.evidence, interval));
}

TEST_CASE("counters of a net register are absent: they could fall") {
  MeterTracker tracker(net_settings(true));
  tracker.power(at(0), Watts{36e3});
  read(tracker, {{0, 3}, {1, 3}, {2, 3}});
  tracker.power(at(120), Watts{36e3});
  CHECK(tracker.total_imported() == std::nullopt);
  CHECK(tracker.total_exported() == std::nullopt);
  CHECK(tracker.caught_up());
}

TEST_CASE("power places a boundary between two readings of a net register") {
  // 36 kW out for 10 minutes, 36 kW in for 5, out again: −6 + 3 kWh up to 900 s
  MeterTracker tracker(net_settings(true));
  const auto power = [](double t) { return t >= 600 && t < 900 ? 36e3 : -36e3; };
  const auto energy = [](double t) { return t < 600 ? -t : t < 900 ? t - 1200 : 600 - t; };
  for (double t = 0; t <= 1020; t += 1) {
    if (std::fmod(t, 120) == 0)
      tracker.net_register(at(t), kilowatt_hours(std::floor(20 + energy(t) / 100)));
    tracker.power(at(t), Watts{power(t)});
    if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
  }
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].quality == Quality::measured);
  CHECK(std::abs(settled[0].net().count + 3 * kwh.count) <= kwh.count / 10);
  CHECK(settled[0].exported == Joules{});
  CHECK(proves(settled[0].evidence, settled[0]));
  // 36 kW · 120 s = 1.2 kWh went in and out between the readings; a quarter more may have
  const auto& bounds = settled[0].evidence->directions[0].end.bounds;
  REQUIRE(bounds);
  CHECK(bounds->below >= 2500 * wh - Joules{36'000});
  CHECK(bounds->below == bounds->above);
  // at the end of the grace as well
  CHECK(std::abs(tracker.provisional(period(0, 900)).net().count) == 0);
}

TEST_CASE("a net register that jumps is carried by power, and one odd reading is a glitch") {
  MeterTracker tracker(net_settings(false));
  tracker.boundary(at(0));
  read(tracker, {{0, 3}, {3, 1}, {6, -4}, {9, 5000}, {12, -6}, {14, -7}, {15, -8}});
  tracker.boundary(at(900));
  CHECK(tracker.take_settled().at(0).net() == -11 * kwh);
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::glitch);
  read(tracker, {{16, -900}, {17, -901}, {18, -902}});
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::reset);
}

TEST_CASE("with an import or export register the net register is not used") {
  TrackerSettings settings = net_settings(false);
  settings.export_ = settings.net;
  MeterTracker tracker(settings);
  read(tracker, {{0, 3}, {1, 3}, {2, 3}});
  CHECK_FALSE(tracker.caught_up());
  for (const int minute : {3, 4, 5}) tracker.export_register(at(60 * minute), 100 * kwh);
  CHECK(tracker.caught_up());
  CHECK(tracker.total_exported() == Joules{});
}

TEST_CASE("a net meter has no import register") {
  MeterTracker tracker(net_settings(false));
  for (const int minute : {0, 1, 2}) tracker.import_register(at(60 * minute), 100 * kwh);
  CHECK_FALSE(tracker.caught_up());
}

TEST_CASE("a net register that is added begins a new segment") {
  TrackerSettings other = net_settings(false);
  const std::string state = MeterTracker(other).save();
  other.net->step = wh;
  CHECK_FALSE(MeterTracker(other).restore(state, at(0)));
}
