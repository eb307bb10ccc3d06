// What an interval rests on, and whether its profile is confirmed, through the tracker.
#include <catch2/catch.hpp>

#include "energy/meter_tracker.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

// 60 kW: 1 kWh a minute, read at each full minute, the register 0.5 kWh ahead of its next count.
void run(MeterTracker& tracker, double from, double to, double watts = 60e3) {
  for (double t = from; t <= to; t += 5) {
    if (std::fmod(t, 60) == 0)
      tracker.import_register(at(t), kilowatt_hours(std::floor(500.5 + t / 60)));
    tracker.power(at(t), Watts{watts});
    if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
  }
}

}  // namespace

TEST_CASE("an interval between readings carries what proves it") {
  MeterTracker tracker(register_and_power());
  for (double t = 0; t <= 1000; t += 10) {
    if (std::fmod(t, 60) == 0) tracker.import_register(at(t), kilowatt_hours(500 + t / 60));
    tracker.power(at(t), Watts{30e3});
    if (t == 30 || t == 930) tracker.boundary(at(t));
  }
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  // Power says half of what the register counts: 0.5 kWh a minute are corrected at each reading
  // from 120 s on; half a count above R, where x began, they are not yet missed at 60 s.
  // x = R at a reading, and a quarter kWh above it 30 s later: 14.75 − 0.25 kWh.
  CHECK(settled[0].imported == 14'500 * wh);
  CHECK(settled[0].resolution == 1 * kwh);
  CHECK(settled[0].clamped == 7 * kwh);  // 14 readings, 120 … 900 s
  REQUIRE(settled[0].evidence->directions.size() == 1);
  const DirectionEvidence& evidence = settled[0].evidence->directions[0];
  CHECK(evidence.direction == Direction::imported);
  CHECK(evidence.integral == 7'500 * wh);
  CHECK(evidence.observed == 900s);
  CHECK(evidence.clamped == 7 * kwh);
  CHECK(evidence.start.x == 250 * wh);
  CHECK(evidence.start.bounds ==
        RegisterBounds{
            {at(0).utc, 500 * kwh}, {at(60).utc, 501 * kwh}, -500 * wh, 1 * kwh, {}, 1 * kwh, {}});
  CHECK(evidence.end.x == 14'750 * wh);
  CHECK(evidence.end.bounds == RegisterBounds{{at(900).utc, 515 * kwh},
                                              {at(960).utc, 516 * kwh},
                                              14'500 * wh,
                                              1 * kwh,
                                              {},
                                              1 * kwh,
                                              {}});
  CHECK(proves(settled[0].evidence, settled[0]));
}

TEST_CASE("a boundary at a reading rests on that reading alone, told before or after it") {
  for (const bool boundary_first : {true, false}) {
    MeterTracker tracker(register_and_power());
    for (double t = 0; t <= 960; t += 10) {
      const bool boundary = std::fmod(t, 900) == 0;
      tracker.power(at(t), Watts{30e3});
      if (boundary && boundary_first) tracker.boundary(at(t));
      if (std::fmod(t, 60) == 0) tracker.import_register(at(t), kilowatt_hours(500 + t / 60));
      if (boundary && !boundary_first) tracker.boundary(at(t));
    }
    const auto settled = tracker.take_settled();
    REQUIRE(settled.size() == 1);
    CHECK(settled[0].imported == 14'500 * wh);  // as above
    CHECK(settled[0].clamped == 7 * kwh);
    const auto& end = settled[0].evidence->directions[0].end;
    CHECK(end.x == 14'500 * wh);
    const RegisterPoint reading{at(900).utc, 515 * kwh};
    CHECK(end.bounds == RegisterBounds{reading, reading, 14'500 * wh, {}, {}, 1 * kwh, {}});
  }
}

TEST_CASE("without power each reading and each boundary between readings is worth one count") {
  MeterTracker tracker(one_register());
  tracker.boundary(at(0));
  for (const double minute : {0, 6, 12}) {
    tracker.import_register(at(60 * minute), kilowatt_hours(100 + minute));
  }
  tracker.boundary(at(900));
  tracker.import_register(at(1080), 118 * kwh);
  tracker.import_register(at(1800), 130 * kwh);
  tracker.boundary(at(1800));
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  // 6 min, 12 min, and the boundary at 15 min; then 18 min and 30 min
  CHECK(settled[0].clamped == 3 * kwh);
  CHECK(settled[1].clamped == 2 * kwh);
  CHECK(settled[0].evidence->directions[0].observed == 0s);
}

TEST_CASE("the coarser of two registers is the interval's resolution") {
  TrackerSettings settings = one_register();
  settings.export_ = RegisterSettings{10 * kwh, {}, {}};
  MeterTracker tracker(settings);
  tracker.boundary(at(0));
  for (const int minute : {0, 5, 15}) {
    tracker.import_register(at(60 * minute), kilowatt_hours(100 + minute));
    tracker.export_register(at(60 * minute), 50 * kwh);
  }
  tracker.boundary(at(900));
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].resolution == 10 * kwh);
  CHECK(settled[0].clamped == 22 * kwh);  // two readings of each
  REQUIRE(settled[0].evidence->directions.size() == 2);
  CHECK(settled[0].evidence->directions[1].direction == Direction::exported);
}

TEST_CASE("an interval by power alone has no resolution and its integral as evidence") {
  MeterTracker tracker(power_only());
  for (double t = 0; t <= 900; t += 10) {
    tracker.power(at(t), Watts{-10e3});
    if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
  }
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].resolution == Joules{});
  CHECK(settled[0].clamped == Joules{});
  const DirectionEvidence& out = settled[0].evidence->directions.at(1);
  CHECK(out.integral == Joules{9'000'000});
  CHECK(out.end.bounds == std::nullopt);
  CHECK(proves(settled[0].evidence, settled[0]));
}

TEST_CASE("evidence of settled intervals survives a restart") {
  MeterTracker before(register_and_power());
  run(before, 0, 2000);
  MeterTracker after(register_and_power());
  REQUIRE(after.restore(before.save(), at(2000)));
  const auto settled = before.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(after.take_settled() == settled);
}

TEST_CASE("a profile below high confidence is unconfirmed until 20 counts agree with power") {
  TrackerSettings settings = register_and_power();
  settings.unconfirmed = true;
  MeterTracker tracker(settings);
  run(tracker, 0, 900);
  CHECK(tracker.confirmation() == Confirmation::Verdict::open);
  MeterTracker restored(settings);
  REQUIRE(restored.restore(tracker.save(), at(900)));
  run(restored, 905, 2700);
  CHECK(restored.confirmation() == Confirmation::Verdict::confirmed);
  const auto settled = restored.take_settled();
  REQUIRE(settled.size() == 3);
  CHECK(settled[0].unconfirmed);  // 15 counts
  CHECK(settled[0].quality == Quality::measured);
  CHECK_FALSE(settled[1].unconfirmed);
  // and after one more restart
  MeterTracker again(settings);
  REQUIRE(again.restore(restored.save(), at(2700)));
  run(again, 2705, 3600);
  CHECK_FALSE(again.take_settled().back().unconfirmed);
}

TEST_CASE("a provisional interval of an unconfirmed profile is flagged as well") {
  TrackerSettings settings = register_and_power();
  settings.unconfirmed = true;
  MeterTracker tracker(settings);
  run(tracker, 0, 900);
  for (double t = 905; t <= 1805; t += 5) {
    tracker.power(at(t), Watts{60e3});
    if (t == 1800) tracker.boundary(at(t));
  }
  const IntervalEnergy provisional = tracker.provisional(period(900, 1800));
  CHECK(provisional == [&] {
    IntervalEnergy expected{period(900, 1800), Quality::integrated, 15 * kwh, {}, {}};
    expected.unconfirmed = true;
    return expected;
  }());
}

TEST_CASE("a register that power contradicts leaves its profile unconfirmed") {
  TrackerSettings settings = register_and_power();
  settings.unconfirmed = true;
  MeterTracker tracker(settings);
  run(tracker, 0, 2700, 30e3);
  CHECK(tracker.confirmation() == Confirmation::Verdict::contradicted);
  for (const auto& interval : tracker.take_settled()) CHECK(interval.unconfirmed);
}

TEST_CASE("a profile of high confidence is never flagged") {
  MeterTracker tracker(register_and_power());
  run(tracker, 0, 900, 30e3);
  CHECK_FALSE(tracker.take_settled().at(0).unconfirmed);
}

TEST_CASE("without power or without a register a profile stays unconfirmed") {
  for (const bool has_power : {true, false}) {
    TrackerSettings settings = has_power ? power_only() : one_register();
    settings.unconfirmed = true;
    MeterTracker tracker(settings);
    run(tracker, 0, 3600);
    CHECK(tracker.confirmation() == Confirmation::Verdict::open);
    CHECK(tracker.take_settled().back().unconfirmed);
  }
}

TEST_CASE("one contradicted register leaves the meter unconfirmed") {
  TrackerSettings settings = register_and_power();
  settings.unconfirmed = true;
  settings.export_ = RegisterSettings{kwh, {}, {}};
  MeterTracker tracker(settings);
  for (double t = 0; t <= 2700; t += 5) {
    if (std::fmod(t, 60) == 0) {
      tracker.import_register(at(t), kilowatt_hours(std::floor(500.5 + t / 60)));
      tracker.export_register(at(t), kilowatt_hours(std::floor(500.5 + t / 60)));
    }
    tracker.power(at(t), Watts{60e3});
  }
  CHECK(tracker.confirmation() == Confirmation::Verdict::contradicted);
}

TEST_CASE("the profile's confidence may be raised without losing what was counted") {
  TrackerSettings settings = register_and_power();
  settings.unconfirmed = true;
  MeterTracker tracker(settings);
  run(tracker, 0, 600);
  MeterTracker sure(register_and_power());
  CHECK(sure.restore(tracker.save(), at(600)));
}

TEST_CASE("a boundary at the first reading of a register rests on that reading") {
  MeterTracker tracker(one_register());
  tracker.boundary(at(0));
  for (const int i : {0, 1, 2, 3}) tracker.import_register(at(300 * i), (500 + 8 * i) * kwh);
  tracker.boundary(at(900));
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  // x begins in the middle of the first count.
  const RegisterPoint first{at(0).utc, 500 * kwh};
  CHECK(settled[0].evidence->directions[0].start.bounds ==
        RegisterBounds{first, first, -500 * wh, {}, {}, 1 * kwh, {}});
}
