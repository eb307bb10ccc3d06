// Announced changes of a meter or its multiplier, through the tracker.
#include <catch2/catch.hpp>

#include "base/limits.h"
#include "energy/meter_tracker.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

void read(MeterTracker& tracker, std::initializer_list<std::pair<double, double>> readings) {
  for (const auto& [minute, amount] : readings) {
    tracker.import_register(at(60 * minute), kilowatt_hours(amount));
  }
}

void boundaries(MeterTracker& tracker, std::initializer_list<double> minutes) {
  for (const double minute : minutes) tracker.boundary(at(60 * minute));
}

Discontinuity entered(std::optional<Joules> final_reading, std::optional<Joules> initial_reading) {
  return {{final_reading, initial_reading}, {}};
}

// 100, 105, 110 kWh at 0, 3 and 6 minutes, then a swap at 9 minutes.
MeterTracker swapped(const Discontinuity& change) {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {3, 105}, {6, 110}});
  REQUIRE(tracker.change(at(540), change));
  return tracker;
}

// 60 kW with power all the time: 1 kWh a minute from `energy` kWh on, read each minute.
void run(MeterTracker& tracker, double from, double to, double energy) {
  for (double t = from; t <= to; t += 5) {
    const double shown = std::floor(energy + (t - from) / 60 + 1e-9);
    if (std::fmod(t, 60) == 0) tracker.import_register(at(t), kilowatt_hours(shown));
    tracker.power(at(t), Watts{60e3});
    if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
  }
}

}  // namespace

TEST_CASE("a swap with both readings is exact and its interval edited") {
  MeterTracker tracker = swapped(entered(115 * kwh, 7 * kwh));
  read(tracker, {{12, 12}, {15, 17}});
  boundaries(tracker, {15});
  read(tracker, {{30, 42}});
  boundaries(tracker, {30});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  // 115 − 100 + 17 − 7
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::edited, 25 * kwh, {}, {}});
  CHECK(stated(settled[1]) ==
        IntervalEnergy{period(900, 1800), Quality::measured, 25 * kwh, {}, {}});
  CHECK(tracker.take_events() ==
        std::vector{StepEvent{at(540).utc, StepEvent::Kind::swap, 115 * kwh, 7 * kwh}});
  CHECK(tracker.total_imported() == 50 * kwh);
}

TEST_CASE("a swap at a boundary edits both intervals that rest on it, told before or after it") {
  for (const bool boundary_first : {true, false}) {
    MeterTracker tracker(one_register());
    boundaries(tracker, {0});
    read(tracker, {{0, 100}, {5, 108}, {10, 117}});
    if (boundary_first) boundaries(tracker, {15});
    tracker.change(at(900), entered(125 * kwh, 7 * kwh));
    if (!boundary_first) boundaries(tracker, {15});
    read(tracker, {{30, 32}});
    boundaries(tracker, {30});
    read(tracker, {{45, 57}});
    boundaries(tracker, {45});
    const auto settled = tracker.take_settled();
    REQUIRE(settled.size() == 3);
    CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::edited, 25 * kwh, {}, {}});
    CHECK(stated(settled[1]) ==
          IntervalEnergy{period(900, 1800), Quality::edited, 25 * kwh, {}, {}});
    CHECK(settled[2].quality == Quality::measured);
    CHECK(settled[0].evidence->directions[0].end.bounds->after ==
          RegisterPoint{at(900).utc, 7 * kwh});
    for (const auto& interval : settled) CHECK(proves(interval.evidence, interval));
  }
}

TEST_CASE("a boundary between the last reading and the swap is not edited") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {6, 110}, {12, 120}});
  boundaries(tracker, {15});
  tracker.change(at(1080), entered(130 * kwh, 1 * kwh));
  read(tracker, {{30, 21}});
  boundaries(tracker, {30});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::measured, 25 * kwh, {}, {}});
  // 125 → 130 and 1 → 21
  CHECK(stated(settled[1]) == IntervalEnergy{period(900, 1800), Quality::edited, 25 * kwh, {}, {}});
}

TEST_CASE("a swap without readings and without power is missing until three agree") {
  MeterTracker tracker = swapped({});
  read(tracker, {{12, 3}, {13, 4}});
  CHECK(tracker.take_events().empty());
  read(tracker, {{15, 8}});
  boundaries(tracker, {15});
  read(tracker, {{30, 33}});
  boundaries(tracker, {30});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(settled[0].quality == Quality::missing);
  CHECK(stated(settled[1]) ==
        IntervalEnergy{period(900, 1800), Quality::measured, 25 * kwh, {}, {}});
  const auto events = tracker.take_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0] == StepEvent{at(720).utc, StepEvent::Kind::swap, 110 * kwh, 3 * kwh});
  // 110 − 100 and 33 − 3
  CHECK(tracker.total_imported() == 40 * kwh);
}

TEST_CASE("power carries the energy over a swap without readings") {
  MeterTracker tracker(register_and_power());
  run(tracker, 0, 1080, 500);
  tracker.change(at(1090), {});
  run(tracker, 1095, 2760, 0.25);
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 3);
  CHECK(settled[0].quality == Quality::measured);
  CHECK(settled[1].quality == Quality::integrated);
  CHECK(settled[2].quality == Quality::measured);
  // 60 kW · 900 s = 15 kWh; the phase of the new register is found within a count
  CHECK(std::abs(settled[1].imported.count - 54'000'000) <= kwh.count);
  CHECK(std::abs(settled[2].imported.count - 54'000'000) <= kwh.count);
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::swap);
}

TEST_CASE("with the final reading alone energy is exact up to it and power's afterwards") {
  MeterTracker tracker = swapped(entered(115 * kwh, {}));
  CHECK(tracker.total_imported() == 15 * kwh);
  read(tracker, {{12, 3}, {13, 4}, {15, 8}});
  boundaries(tracker, {15});
  // nothing is known from minute 9 to 12
  CHECK(tracker.take_settled().at(0).quality == Quality::missing);
  CHECK(tracker.total_imported() == 20 * kwh);
}

TEST_CASE("with the initial reading alone energy is exact from it on") {
  MeterTracker tracker = swapped(entered({}, 7 * kwh));
  read(tracker, {{12, 12}});
  CHECK(tracker.total_imported() == 15 * kwh);
  CHECK(tracker.take_events() ==
        std::vector{StepEvent{at(540).utc, StepEvent::Kind::swap, 110 * kwh, 7 * kwh}});
}

TEST_CASE("what was before an initial reading alone is missing without power") {
  MeterTracker tracker = swapped(entered({}, 7 * kwh));
  read(tracker, {{12, 12}, {15, 17}});
  boundaries(tracker, {15});
  CHECK(tracker.take_settled().at(0).quality == Quality::missing);
}

TEST_CASE("a counter that ran ahead with power does not fall at a change") {
  MeterTracker tracker(register_and_power());
  for (double t = 0; t <= 180; t += 5) {
    if (t < 180 && std::fmod(t, 60) == 0) tracker.import_register(at(t), 500 * kwh);
    tracker.power(at(t), Watts{60e3});
  }
  // 60 kW · 180 s, of which the register confirms one count at most
  CHECK(tracker.total_imported() == 3 * kwh);
  tracker.change(at(180), entered(500 * kwh, 7 * kwh));
  CHECK(tracker.total_imported() == 3 * kwh);
}

TEST_CASE("a final reading that cannot be is not believed") {
  MeterTracker tracker = swapped(entered(109 * kwh, 7 * kwh));
  read(tracker, {{12, 12}});
  // 10 before and 5 after; minute 6 to 9 is unknown
  CHECK(tracker.total_imported() == 15 * kwh);
}

TEST_CASE("a wrong initial reading does not outlive three readings that disagree") {
  MeterTracker tracker = swapped(entered(115 * kwh, 7000 * kwh));
  read(tracker, {{12, 12}, {13, 13}, {14, 15}});
  const auto events = tracker.take_events();
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == StepEvent::Kind::swap);
  CHECK(events[1] == StepEvent{at(720).utc, StepEvent::Kind::reset, 7000 * kwh, 12 * kwh});
  CHECK(tracker.total_imported() == 18 * kwh);
}

TEST_CASE("each direction is bridged by its own readings") {
  TrackerSettings settings = one_register();
  settings.export_ = RegisterSettings{kwh, {}, {}};
  MeterTracker tracker(settings);
  for (const int minute : {0, 1, 2}) {
    tracker.import_register(at(60 * minute), 100 * kwh);
    tracker.export_register(at(60 * minute), 200 * kwh);
  }
  tracker.change(at(180), {{101 * kwh, 1 * kwh}, {203 * kwh, 2 * kwh}});
  tracker.import_register(at(240), 2 * kwh);
  tracker.export_register(at(240), 4 * kwh);
  CHECK(tracker.total_imported() == 2 * kwh);
  CHECK(tracker.total_exported() == 5 * kwh);
  CHECK(tracker.take_events().size() == 2);
}

TEST_CASE("a change of the multiplier is a change of the register: 1000 times 80, then times 100") {
  // What the engine gives is multiplied; the register itself goes on from 1000.0 to 1000.1 kWh
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 79'984}, {3, 79'989}, {6, 79'994}});
  tracker.change(at(540), entered(80'000 * kwh, 100'000 * kwh));
  read(tracker, {{12, 100'005}, {15, 100'010}});
  boundaries(tracker, {15});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  // 80,000 − 79,984 and 100,010 − 100,000: no energy of 20,000 kWh
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::edited, 26 * kwh, {}, {}});
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::swap);
}

TEST_CASE("a multiplier that changes without entered readings is carried by power") {
  MeterTracker tracker(register_and_power());
  run(tracker, 0, 1075, 80'000);
  tracker.change(at(1080), {});
  run(tracker, 1080, 2760, 100'022.5);
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 3);
  CHECK(settled[1].quality == Quality::integrated);
  CHECK(std::abs(settled[1].imported.count - 54'000'000) <= kwh.count);
  CHECK(tracker.take_events() ==
        std::vector{StepEvent{at(1080).utc, StepEvent::Kind::swap, 80'017 * kwh, 100'022 * kwh}});
}

TEST_CASE("a change in the past has no effect") {
  MeterTracker tracker(one_register());
  read(tracker, {{0, 100}, {3, 105}, {6, 110}});
  const std::string before = tracker.save();
  CHECK_FALSE(tracker.change(at(359), entered(109 * kwh, 7 * kwh)));
  CHECK(tracker.save() == before);
  CHECK(tracker.change(at(360), entered(111 * kwh, 7 * kwh)));
  CHECK(tracker.total_imported() == 11 * kwh);
}

TEST_CASE("a change that waits for power is kept over a restart") {
  MeterTracker tracker(register_and_power());
  run(tracker, 0, 300, 500);
  tracker.change(at(302), {{505 * kwh, 7 * kwh}, {{}, 9 * kwh}});
  const std::string state = tracker.save();
  MeterTracker after(register_and_power());
  REQUIRE(after.restore(state, at(302)));
  CHECK(after.save() == state);
  after.power(at(305), Watts{60e3});
  CHECK(after.take_events().at(0) ==
        StepEvent{at(302).utc, StepEvent::Kind::swap, 505 * kwh, 7 * kwh});
}

TEST_CASE(
    "an interval is edited as soon as one reading was entered, although power carries the rest") {
  MeterTracker tracker(register_and_power());
  run(tracker, 0, 1080, 500);
  tracker.change(at(1085), entered(518 * kwh, {}));
  run(tracker, 1095, 2760, 0.25);
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 3);
  CHECK(settled[1].quality == Quality::edited);
  CHECK(settled[2].quality == Quality::measured);
}

TEST_CASE("of steps that nobody takes the newest are kept") {
  MeterTracker tracker(one_register());
  tracker.change(at(0), entered({}, 7 * kwh));
  const int swaps = static_cast<int>(limits::step_events) + 1;
  for (int i = 1; i <= swaps; ++i) tracker.change(at(i), entered(7 * kwh, 7 * kwh));
  const auto events = tracker.take_events();
  REQUIRE(events.size() == limits::step_events);
  CHECK(events.front().at == at(2).utc);
}
