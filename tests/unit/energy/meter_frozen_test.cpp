// A register that stands still while power flows, through the tracker.
#include <catch2/catch.hpp>

#include "energy/meter_tracker.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

// 36 kW, 9 kWh in a quarter hour, known each 5 s; a register of 1 kWh, read each minute, that
// stands still from `from` to `to` and then shows what it would have, or goes on without it.
struct StandingStill {
  double from = 1200;
  double to = 4200;
  bool loses = false;
  TrackerSettings settings = register_and_power();
  MeterTracker tracker{settings};

  Joules shown(double t) const {
    const double lost = loses && t >= to ? to - from : 0;
    const double counted = t < from ? t : t < to ? from : t - lost;
    return kilowatt_hours(std::floor(500.4 + counted / 100 + 1e-9));
  }
  void run(double start, double end) {
    for (double t = start; t <= end; t += 5) {
      if (std::fmod(t, 60) == 0) tracker.import_register(at(t), shown(t));
      tracker.power(at(t), Watts{36e3});
      if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
    }
  }
};

Joules sum(const std::vector<IntervalEnergy>& settled) {
  Joules total;
  for (const auto& interval : settled) total += interval.imported;
  return total;
}

}  // namespace

TEST_CASE("intervals over which a register stands still are carried by power") {
  StandingStill meter;
  meter.run(0, 3660);
  // Shows 512 since 1200 s. 1.25 kWh are 125 s, 3 kWh after the first such reading 360 s of power.
  CHECK(meter.tracker.register_frozen());
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 4);
  CHECK(settled[0].quality == Quality::measured);
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(settled[i].quality == Quality::integrated);
    CHECK(proves(settled[i].evidence, settled[i]));
  }
  // x is not held back by the register but for a quarter of a count before its readings were held
  CHECK(std::abs(settled[1].imported.count - 9 * kwh.count) <= kwh.count / 4 + 1);
  CHECK(settled[2].imported == 9 * kwh);
  CHECK(settled[3].imported == 9 * kwh);
  CHECK(settled[3].evidence->directions[0].end.bounds == std::nullopt);
}

TEST_CASE("a register is frozen after three counts of power, not before") {
  StandingStill meter;
  meter.run(0, 1559);
  CHECK_FALSE(meter.tracker.register_frozen());
  meter.run(1560, 1560);
  // 1260 → 1560 s: 300 s · 36 kW = 3 kWh; it is decided with the power at the reading
  CHECK(meter.tracker.register_frozen());
}

TEST_CASE("boundaries wait while a register should have stepped and did not") {
  // 507 since 660 s. By power x would be 508.6 at 840 s, more than a quarter above 507 + 1: held.
  // 3 kWh since 720 s are reached at 1020 s.
  StandingStill meter;
  meter.from = 700;
  meter.run(0, 1015);
  CHECK(meter.tracker.take_settled().empty());
  CHECK_FALSE(meter.tracker.register_frozen());
  CHECK(meter.tracker.provisional(period(0, 900)).imported == 9 * kwh);
  meter.run(1020, 1020);
  CHECK(meter.tracker.register_frozen());
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].quality == Quality::integrated);
}

TEST_CASE("a register that steps after all was right all the time") {
  StandingStill meter;
  meter.from = 700;
  meter.to = 957;
  meter.run(0, 955);
  CHECK(meter.tracker.take_settled().empty());
  const std::string state = meter.tracker.save();
  REQUIRE(meter.tracker.restore(state, at(955)));
  CHECK(meter.tracker.save() == state);
  meter.run(960, 960);
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].quality == Quality::measured);
  // x began at 500.5 and is 507.7 at 720 s; 180 s by power until the reading of 900 s, whose bound,
  // 508, is then withheld: 509.5 − 508
  CHECK(settled[0].imported == 9 * kwh);
  CHECK(settled[0].evidence->directions[0].end.bounds->withheld == 1500 * wh);
  CHECK_FALSE(meter.tracker.register_frozen());
}

TEST_CASE("a reading is held when power is more than a quarter count beyond it") {
  for (const double more : {0.0, 1.0}) {
    MeterTracker tracker(register_and_power());
    tracker.boundary(at(0));
    // x begins at R + q/2; 15 kW · 180 s = 2.7 MJ = 0.75 kWh: exactly a quarter beyond R + q
    for (double t = 0; t <= 180; t += 5) {
      tracker.power(at(t), Watts{15e3 + more});
      if (std::fmod(t, 60) == 0) tracker.import_register(at(t), 500 * kwh);
    }
    tracker.boundary(at(180));
    CHECK(tracker.take_settled().empty() == (more > 0));
  }
}

TEST_CASE("the gap of a second standstill begins with it") {
  StandingStill meter;
  meter.run(0, 6300);
  meter.tracker.take_settled();
  meter.from = 6600;
  meter.to = 8000;
  meter.run(6305, 9000);
  for (const auto& interval : meter.tracker.take_settled()) {
    if (interval.gap) CHECK(interval.gap->start >= at(6600).utc);
  }
}

TEST_CASE("a register that catches up has the total again") {
  StandingStill meter;
  meter.run(0, 6300);
  CHECK_FALSE(meter.tracker.register_frozen());
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 7);
  for (std::size_t i = 1; i < 4; ++i) CHECK(settled[i].quality == Quality::integrated);
  // it steps at 4200 s, in the fifth interval
  CHECK(settled[4].quality == Quality::recovered);
  // 512.4 at 1200 s, 513 at 1260 s; at 1320 s x would be 513.6, and the reading is held
  CHECK(settled[4].gap == period(1260, 4200));
  CHECK(settled[5].quality == Quality::measured);
  CHECK(settled[5].gap == std::nullopt);
  // 7 · 9 kWh, within one count; the first count is found in the first interval
  CHECK(std::abs(sum(settled).count - 63 * kwh.count) <= kwh.count);
  for (const auto& interval : settled) CHECK(proves(interval.evidence, interval));
  CHECK(meter.tracker.take_events().empty());
}

TEST_CASE("a register that moves on from where it stood loses nothing and doubles nothing") {
  StandingStill meter;
  meter.loses = true;
  meter.run(0, 6300);
  CHECK_FALSE(meter.tracker.register_frozen());
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 7);
  for (std::size_t i = 1; i < 5; ++i) CHECK(settled[i].quality == Quality::integrated);
  CHECK(settled[4].gap == std::nullopt);
  CHECK(settled[5].quality == Quality::measured);
  // two counts: the phase before and the phase after
  CHECK(std::abs(sum(settled).count - 63 * kwh.count) <= 2 * kwh.count);
  for (const auto& interval : settled) CHECK(proves(interval.evidence, interval));
  CHECK(meter.tracker.take_events().empty());
}

TEST_CASE("when power was wrong the register corrects it as it catches up") {
  // The register knows 36 kW, power says 45 kW: 20 of 80 too much in the frozen time
  StandingStill meter;
  meter.run(0, 1200);
  for (double t = 1205; t <= 4195; t += 5) {
    if (std::fmod(t, 60) == 0) meter.tracker.import_register(at(t), meter.shown(t));
    meter.tracker.power(at(t), Watts{45e3});
    if (std::fmod(t, 900) == 0) meter.tracker.boundary(at(t));
  }
  meter.run(4200, 6300);
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 7);
  CHECK(settled[2].imported == 11'250 * wh);
  // 9 kWh too much until then are withheld from the intervals that follow
  CHECK(std::abs(sum(settled).count - 63 * kwh.count) <= 2 * kwh.count);
  CHECK(settled[4].clamped > 6 * kwh);
}

TEST_CASE("a register that fell is reset, however long it stood still, and its energy stays") {
  StandingStill meter;
  meter.run(0, 4140);
  for (double t = 4145; t <= 6300; t += 5) {
    const Joules shown = kilowatt_hours(std::floor((t - 4145) / 100));
    if (std::fmod(t, 60) == 0) meter.tracker.import_register(at(t), shown);
    meter.tracker.power(at(t), Watts{36e3});
    if (std::fmod(t, 900) == 0) meter.tracker.boundary(at(t));
  }
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 7);
  CHECK(std::abs(sum(settled).count - 63 * kwh.count) <= 2 * kwh.count);
  CHECK(settled[4].quality == Quality::integrated);
  CHECK(settled[5].quality == Quality::measured);
  CHECK_FALSE(meter.tracker.register_frozen());
  CHECK(meter.tracker.take_events().at(0).kind == StepEvent::Kind::reset);
}

TEST_CASE("a swap of a frozen register keeps what power carried") {
  StandingStill meter;
  meter.run(0, 4195);
  meter.tracker.change(at(4200), {{512 * kwh, 7 * kwh}, {}});
  for (double t = 4205; t <= 6300; t += 5) {
    const Joules shown = kilowatt_hours(7 + std::floor((t - 4200) / 100));
    if (std::fmod(t, 60) == 0) meter.tracker.import_register(at(t), shown);
    meter.tracker.power(at(t), Watts{36e3});
    if (std::fmod(t, 900) == 0) meter.tracker.boundary(at(t));
  }
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 7);
  CHECK(settled[4].quality == Quality::edited);
  CHECK(std::abs(sum(settled).count - 63 * kwh.count) <= 2 * kwh.count);
  CHECK_FALSE(meter.tracker.register_frozen());
}

TEST_CASE("without power no register is known to stand still") {
  StandingStill meter;
  meter.tracker = MeterTracker(one_register());
  meter.run(0, 2700);
  CHECK_FALSE(meter.tracker.register_frozen());
  CHECK(meter.tracker.take_settled().at(2).quality == Quality::measured);
}

TEST_CASE("a register is not held through a night in which nothing flows") {
  // The last step is read at 0 s. 100 kW until 60 s are 1.67 kWh from R + q/2 on, more than a count
  // beyond R + q: held. Then nothing flows, so that neither a step nor three counts of power decide
  // it.
  MeterTracker tracker(register_and_power());
  for (double t = 0; t <= 4 * 900; t += 5) {
    tracker.power(at(t), Watts{t <= 60 ? 100e3 : 0});
    if (std::fmod(t, 60) == 0) tracker.import_register(at(t), 500 * kwh);
    if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
  }
  CHECK_FALSE(tracker.register_frozen());
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 4);
  for (const auto& interval : settled) {
    CHECK(interval.quality == Quality::measured);
    // 62.5 s of 100 kW, from 1.8 MJ above R on; what is beyond R + q, 8.05 − 3.6 MJ, is withheld.
    const bool first = interval.interval.start == at(0).utc;
    CHECK(interval.imported.count == (first ? 6'250'000 : 0));
    CHECK(proves(interval.evidence, interval));
    CHECK(interval.evidence->directions[0].end.bounds->withheld.count == 4'450'000);
  }
}

TEST_CASE(
    "a register is held for half an interval, and longer if a quarter count has flowed since") {
  // 36 kW at 60 s that is 0 at 110 s is 0.9 MJ, a quarter of 1 kWh. The reading of 60 s is held:
  // 1.6 kWh from R + q/2 on. Half of 900 s later it may rightly stand, and both boundaries with it.
  for (const double more : {0.0, 1.0}) {
    MeterTracker tracker(register_and_power());
    const auto watts = [&](double t) { return t < 60 ? 100e3 : t > 60 ? 0 : 36e3 + more; };
    const auto read = [&](double from, double to) {
      for (double t = from; t <= to; t += 5) {
        if (t <= 60 || t >= 110) tracker.power(at(t), Watts{watts(t)});
        if (std::fmod(t, 60) == 0 || t == 510) tracker.import_register(at(t), 500 * kwh);
        if (t == 0 || t == 300) tracker.boundary(at(t));
      }
    };
    read(0, 505);
    CHECK(tracker.take_settled().empty());
    read(510, 510);
    CHECK(tracker.take_settled().size() == (more > 0 ? 0 : 1));
  }
}
