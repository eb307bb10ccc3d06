#include "energy/meter_tracker.h"

#include <catch2/catch.hpp>

#include "energy/exact.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

// A register that counts whole kWh of a constant power, from `energy` kWh at second 0.
struct SteadyMeter {
  MeterTracker tracker;
  double kilowatts;
  double energy = 0;

  Joules shown(double second) const {
    return kilowatt_hours(std::floor(energy + kilowatts * second / 3600 + 1e-9));
  }
  void power(double from, double to, double every = 5) {
    for (double t = from; t <= to; t += every) tracker.power(at(t), Watts{kilowatts * 1000});
  }
  void registers(double from, double to, double every = 60) {
    for (double t = from; t <= to; t += every) tracker.import_register(at(t), shown(t));
  }
  // Reads both, with boundaries each quarter hour; the register first, as the engine does.
  void run(double from, double to) {
    for (double t = from; t <= to; t += 5) {
      if (std::fmod(t, 60) == 0) tracker.import_register(at(t), shown(t));
      tracker.power(at(t), Watts{kilowatts * 1000});
      if (std::fmod(t, 900) == 0) tracker.boundary(at(t));
    }
  }
};

void read(MeterTracker& tracker, std::initializer_list<std::pair<double, double>> readings) {
  for (const auto& [minute, amount] : readings) {
    tracker.import_register(at(60 * minute), kilowatt_hours(amount));
  }
}

void boundaries(MeterTracker& tracker, std::initializer_list<double> minutes) {
  for (const double minute : minutes) tracker.boundary(at(60 * minute));
}

}  // namespace

TEST_CASE("power bounded by a 1 kWh register gives a quarter hour within 0.2 %") {
  SteadyMeter meter{MeterTracker(register_and_power()), 100, 0.4};
  meter.run(0, 3660);
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 4);
  // 100 kW · 900 s = 90 MJ. The first interval also finds the register's phase (up to q); the
  // register alone would say 25 ± 1 kWh, 4 %, in any of them.
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(settled[i].quality == Quality::measured);
    CHECK(std::abs(settled[i].imported.count - 90'000'000) < 180'000);
  }
  CHECK(meter.tracker.take_settled().empty());
}

TEST_CASE("without power an interval between readings at its boundaries is the step exactly") {
  MeterTracker tracker(one_register());
  read(tracker, {{0, 100}});
  boundaries(tracker, {0});
  read(tracker, {{5, 108}, {10, 117}});
  read(tracker, {{15, 125}});
  boundaries(tracker, {15});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::measured, 25 * kwh, {}, {}});
}

TEST_CASE("a boundary given before the reading of the same time is settled the same") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {5, 108}, {10, 117}});
  boundaries(tracker, {15});
  CHECK(tracker.take_settled().empty());
  read(tracker, {{15, 125}});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::measured, 25 * kwh, {}, {}});
}

TEST_CASE("without power a boundary between readings is interpolated") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {6, 110}, {12, 120}});
  boundaries(tracker, {15});
  read(tracker, {{18, 130}});
  // halfway from 120 to 130: 125
  CHECK(tracker.take_settled().at(0).imported == 25 * kwh);
}

TEST_CASE("the interval of the first reading is missing, the next one measured") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{5, 100}, {10, 108}, {15, 117}});
  boundaries(tracker, {15});
  read(tracker, {{20, 125}, {30, 141}});
  boundaries(tracker, {30});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::missing, {}, {}, {}});
  CHECK(stated(settled[1]) ==
        IntervalEnergy{period(900, 1800), Quality::measured, 24 * kwh, {}, {}});
}

TEST_CASE("a zero glitch that returns to its old course adds no energy") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {3, 105}, {6, 110}, {9, 0}, {12, 120}});
  boundaries(tracker, {15});
  read(tracker, {{15, 125}});
  CHECK(tracker.take_settled().empty());
  CHECK(tracker.total_imported() == 10 * kwh);
  read(tracker, {{18, 130}});
  CHECK(tracker.take_settled().at(0).imported == 25 * kwh);
  CHECK(tracker.total_imported() == 30 * kwh);
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::glitch);
}

TEST_CASE("a glitch too far forward adds no energy") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {3, 105}, {6, 110}, {9, 900'000}, {12, 120}, {15, 125}});
  boundaries(tracker, {15});
  read(tracker, {{18, 130}});
  const auto settled = tracker.take_settled();
  CHECK(stated(settled.at(0)) ==
        IntervalEnergy{period(0, 900), Quality::measured, 25 * kwh, {}, {}});
  CHECK(tracker.total_imported() == 30 * kwh);
}

TEST_CASE("a rollover of a declared modulus is measured") {
  TrackerSettings settings = one_register();
  settings.import->modulus = 1000 * kwh;
  MeterTracker tracker(settings);
  boundaries(tracker, {0});
  read(tracker, {{0, 985}, {5, 993}, {10, 999}, {15, 10}});
  boundaries(tracker, {15});
  read(tracker, {{20, 18}, {25, 26}});
  // 985 → 1010
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::measured, 25 * kwh, {}, {}});
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::rollover);
}

TEST_CASE("without a declared modulus and without power the interval of the fall is missing") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 985}, {5, 993}, {10, 999}});
  read(tracker, {{13, 4}, {14, 6}, {15, 8}});
  boundaries(tracker, {15});
  read(tracker, {{20, 16}, {30, 32}});
  boundaries(tracker, {30});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(settled[0].quality == Quality::missing);
  // the new course: 32 − 8
  CHECK(stated(settled[1]) ==
        IntervalEnergy{period(900, 1800), Quality::measured, 24 * kwh, {}, {}});
  // 999 − 985 before, 32 − 4 after; what was between is not known and not invented
  CHECK(tracker.total_imported() == 42 * kwh);
  CHECK(tracker.take_events().at(0).kind == StepEvent::Kind::reset);
}

TEST_CASE("power carries the energy over a reset, and the interval is integrated") {
  SteadyMeter meter{MeterTracker(register_and_power()), 60, 500};
  meter.run(0, 1080);
  meter.energy = 0.2 - 60 * 1140 / 3600.0;  // shows 0 at 1140 s
  meter.run(1085, 2760);
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 3);
  CHECK(settled[0].quality == Quality::measured);
  CHECK(settled[1].quality == Quality::integrated);
  CHECK(settled[2].quality == Quality::measured);
  // 60 kW · 900 s = 54 MJ; one phase of the new register (0.2 kWh) is found by a clamp
  CHECK(settled[0].imported == 15 * kwh);
  CHECK(std::abs(settled[1].imported.count - 54'000'000) <= kwh.count);
  CHECK(std::abs(settled[2].imported.count - 54'000'000) <= 10);
  CHECK(meter.tracker.take_events().at(0).kind == StepEvent::Kind::reset);
}

TEST_CASE("a reset while power was silent leaves the interval missing") {
  SteadyMeter meter{MeterTracker(register_and_power()), 60, 500};
  meter.run(0, 1080);
  meter.energy = 0.2 - 60 * 1200 / 3600.0;  // shows 0 at 1200 s
  meter.run(1200, 2760);                    // 120 s without power are beyond the gap of 60 s
  const auto settled = meter.tracker.take_settled();
  CHECK(settled.at(0).quality == Quality::measured);
  CHECK(settled.at(1).quality == Quality::missing);
  CHECK(settled.at(2).quality == Quality::measured);
}

TEST_CASE("an outage of three hours is recovered with its exact total") {
  SteadyMeter meter{MeterTracker(register_and_power()), 36, 0};  // 9 kWh in a quarter hour
  meter.run(0, 900);
  for (double t = 1800; t <= 11'700; t += 900) meter.tracker.boundary(at(t));
  meter.run(11'760, 13'560);
  const auto settled = meter.tracker.take_settled();
  REQUIRE(settled.size() == 15);
  CHECK(settled[0].quality == Quality::measured);
  Joules total;
  for (std::size_t i = 1; i <= 12; ++i) total += settled[i].imported;
  for (std::size_t i = 1; i <= 13; ++i) {
    CHECK(settled[i].quality == Quality::recovered);
    CHECK(settled[i].gap == period(900, 11'760));
  }
  CHECK(settled[14].quality == Quality::measured);
  CHECK(settled[14].gap == std::nullopt);
  // 900 s … 11,760 s: register 9 → 117 (117.6); 12 intervals are 10,800 of 10,860 s
  CHECK(total.count == 108 * kwh.count * 10'800 / 10'860);
  // x began at 0.5, and is the register at 12,000 s, when it has just stepped, and 135 at 13,500 s
  CHECK(total + settled[13].imported + settled[14].imported + settled[0].imported == 134'500 * wh);
}

TEST_CASE("a boundary at the reading that ends an outage starts a measured interval") {
  MeterTracker tracker(one_register());
  boundaries(tracker, {0});
  read(tracker, {{0, 100}, {1, 102}, {2, 104}});
  boundaries(tracker, {15, 30});
  read(tracker, {{45, 190}});
  boundaries(tracker, {45});
  read(tracker, {{60, 215}});
  boundaries(tracker, {60});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 4);
  CHECK(settled[2].quality == Quality::recovered);
  CHECK(settled[2].gap == period(120, 2700));
  // 104 + 86 · 13/43 = 130; 86 · 28/43 = 56 → 160
  CHECK(settled[0].imported == 30 * kwh);
  CHECK(settled[1].imported == 30 * kwh);
  CHECK(settled[2].imported == 30 * kwh);
  CHECK(stated(settled[3]) ==
        IntervalEnergy{period(2700, 3600), Quality::measured, 25 * kwh, {}, {}});
}

// 100 kW from 16,777,216.5 kWh on, seen through a float32 register for `quarters` intervals.
template <class Shown>
std::vector<IntervalEnergy> above_float32(int quarters, Shown shown) {
  TrackerSettings settings = register_and_power();
  settings.import->float32_unit = kwh;
  MeterTracker tracker(settings);
  for (int t = 0; t <= 900 * quarters; t += 5) {
    const double energy = 16'777'216.5 + 100.0 * t / 3600;
    if (t % 60 == 0) tracker.import_register(at(t), kilowatt_hours(shown(energy)));
    tracker.power(at(t), Watts{100e3});
    if (t % 900 == 0) tracker.boundary(at(t));
  }
  return tracker.take_settled();
}

TEST_CASE("a float32 register above 2^24 kWh loses steps of 1 kWh but no energy") {
  // Cut off to what a float can hold there: even kWh. A bound of R + 1 kWh would hold x back.
  const auto settled = above_float32(4, [](double energy) { return 2 * std::floor(energy / 2); });
  REQUIRE(settled.size() == 4);
  for (std::size_t i = 1; i < 4; ++i) CHECK(std::abs(settled[i].imported.count - 90'000'000) < 10);
}

TEST_CASE("whole kWh rounded to float32 above 2^24 keep the total within their error") {
  // n → even: E is between R − 1 (3 → 4) and R + 2 (1 → 0) kWh, so x can be off by 3 kWh in all
  const auto settled =
      above_float32(24, [](double energy) { return static_cast<float>(std::floor(energy)); });
  REQUIRE(settled.size() == 24);
  Joules total;
  for (const auto& interval : settled) total += interval.imported;
  CHECK(std::abs(total.count - 600 * kwh.count) <= 3 * kwh.count);
}

TEST_CASE("import and export are counted apart when the power changes its sign") {
  TrackerSettings settings = register_and_power();
  settings.export_ = RegisterSettings{wh, std::nullopt, std::nullopt};
  settings.import->step = wh;
  MeterTracker tracker(settings);
  // 36 kW for 300 s, to −36 kW within 60 s, −36 kW for 540 s: 3 kWh + 0.15 in, 0.15 + 5.4 kWh out
  const auto power = [](double t) {
    return t < 300 ? 36e3 : t < 360 ? 36e3 - 1200 * (t - 300) : -36e3;
  };
  const auto in = [](double t) {
    return t < 300 ? 10 * t : t < 330 ? 3150 - (330 - t) * (330 - t) / 6 : 3150;
  };
  const auto out = [](double t) {
    return t < 330 ? 0 : t < 360 ? (t - 330) * (t - 330) / 6 : 150 + 10 * (t - 360);
  };
  for (int t = 0; t <= 960; t += 4) {
    tracker.import_register(at(t), Joules{3600 * static_cast<std::int64_t>(in(t))});
    tracker.export_register(at(t), Joules{3600 * static_cast<std::int64_t>(out(t))});
    tracker.power(at(t), Watts{power(t)});
    if (t % 900 == 0) tracker.boundary(at(t));
  }
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].quality == Quality::measured);
  CHECK(std::abs(settled[0].imported.count - 3150 * 3600) <= 3600);
  CHECK(std::abs(settled[0].exported.count - 5550 * 3600) <= 3600);
  CHECK(std::abs(settled[0].net().count + 2400 * 3600) <= 7200);
}

TEST_CASE("a meter with only power is integrated over a gap of 10 % by its observed mean") {
  MeterTracker tracker(power_only());
  boundaries(tracker, {0});
  for (int t = 0; t <= 405; t += 5) tracker.power(at(t), Watts{10e3});
  for (int t = 495; t <= 900; t += 5) tracker.power(at(t), Watts{30e3});
  tracker.boundary(at(900));
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  // 405 s · 10 kW + 405 s · 30 kW = 16.2 MJ in 810 s: mean 20 kW, over 900 s 18 MJ
  CHECK(stated(settled[0]) ==
        IntervalEnergy{period(0, 900), Quality::integrated, Joules{18'000'000}, {}, {}});
  CHECK(tracker.total_imported() == Joules{18'000'000});
}

TEST_CASE("a meter with only power and a gap of 30 % is missing") {
  MeterTracker tracker(power_only());
  boundaries(tracker, {0});
  for (int t = 0; t <= 315; t += 5) tracker.power(at(t), Watts{10e3});
  for (int t = 585; t <= 900; t += 5) tracker.power(at(t), Watts{30e3});
  tracker.boundary(at(900));
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(stated(settled[0]) == IntervalEnergy{period(0, 900), Quality::missing, {}, {}, {}});
  // the counter has what was seen: 315 s · 10 kW + 315 s · 30 kW
  CHECK(tracker.total_imported() == Joules{12'600'000});
}

TEST_CASE("a boundary between two powers waits for the second one") {
  MeterTracker tracker(power_only());
  tracker.power(at(0), Watts{10e3});
  tracker.boundary(at(0));
  for (int t = 5; t <= 897; t += 5) tracker.power(at(t), Watts{10e3});
  tracker.boundary(at(900));
  CHECK(tracker.take_settled().empty());
  tracker.advance(at(902));
  CHECK(tracker.take_settled().empty());
  tracker.power(at(905), Watts{30e3});
  // 895 s · 10 kW; from 895 s to 905 s 10 → 30 kW: at 900 s 20 kW, (10 + 20) / 2 · 5 s = 75 kJ
  CHECK(tracker.take_settled().at(0).imported == Joules{9'025'000});
}

TEST_CASE("a boundary after the last power is given up when the gap has passed") {
  MeterTracker tracker(power_only());
  tracker.boundary(at(0));
  for (int t = 0; t <= 810; t += 10) tracker.power(at(t), Watts{10e3});
  tracker.boundary(at(860));
  tracker.advance(at(869));
  CHECK(tracker.take_settled().empty());
  tracker.advance(at(870));
  // 810 of 860 s known: 10 kW · 860 s
  CHECK(tracker.take_settled().at(0).imported == Joules{8'600'000});
}

TEST_CASE("at the end of the grace a dead register is replaced by its power, then superseded") {
  SteadyMeter meter{MeterTracker(register_and_power()), 36, 0};
  meter.run(0, 600);
  meter.power(605, 900);
  meter.tracker.boundary(at(900));
  meter.power(905, 1000);
  CHECK(meter.tracker.take_settled().empty());
  CHECK(meter.tracker.provisional(period(0, 900)) ==
        IntervalEnergy{period(0, 900), Quality::integrated, 9 * kwh, {}, {}});
  meter.run(1005, 1080);
  // x began half a count above the register, which corrected it by 0.1 and 0.2 kWh at 60 and 180 s
  CHECK(stated(meter.tracker.take_settled().at(0)) ==
        IntervalEnergy{period(0, 900), Quality::measured, 8700 * wh, {}, {}});
}

TEST_CASE("a meter of which nothing is heard is missing at the end of the grace") {
  SteadyMeter meter{MeterTracker(register_and_power()), 36, 0};
  meter.run(0, 600);
  meter.tracker.boundary(at(900));
  meter.tracker.advance(at(1020));
  CHECK(meter.tracker.provisional(period(0, 900)).quality == Quality::missing);
  CHECK(meter.tracker.provisional(period(900, 1800)).quality == Quality::missing);
}

TEST_CASE("an absurd power is not believed") {
  SteadyMeter meter{MeterTracker(register_and_power()), 36, 0};
  meter.run(0, 450);
  meter.tracker.power(at(452), Watts{4e9});
  meter.run(455, 960);
  // 9 kWh, of which the register corrected 0.1 and 0.2 kWh at 60 and 180 s
  CHECK(meter.tracker.take_settled().at(0).imported == 8700 * wh);
}

TEST_CASE("no power of a site reaches a terawatt, whatever its meter allows") {
  TrackerSettings settings;
  settings.has_power = true;
  settings.power_gap = 60s;
  settings.interval = 900s;
  MeterTracker tracker(settings);
  tracker.power(at(0), Watts{36e3});
  tracker.power(at(10), Watts{1.001e12});
  tracker.power(at(20), Watts{36e3});
  // 36 kW · 20 s: the absurd one was never there.
  CHECK(tracker.total_imported() == Joules{720'000});
  tracker.power(at(30), Watts{1e12});
  CHECK(tracker.total_imported() > Joules{4'000'000'000'000});
}

TEST_CASE("counters begin at 0 with the first believed reading and follow power") {
  MeterTracker tracker(register_and_power());
  tracker.power(at(0), Watts{36e3});
  CHECK(tracker.total_imported() == std::nullopt);
  read(tracker, {{0, 100}});
  CHECK(tracker.total_imported() == std::nullopt);
  for (int t = 10; t <= 180; t += 10) {
    tracker.power(at(t), Watts{36e3});
    if (t % 60 == 0) tracker.import_register(at(t), 100 * kwh + (t / 100) * kwh);
  }
  // believed at 120 s; 180 s · 36 kW = 1.8 kWh, of which 0.1 kWh lay beyond R + q at 60 s: x began
  // half a count above R
  CHECK(tracker.total_imported() == kilowatt_hours(1.7));
  CHECK(tracker.total_exported() == std::nullopt);
}

TEST_CASE("a meter without registers and power is missing at once") {
  MeterTracker tracker(TrackerSettings{{}, {}, false, {}, 0s, 60s, 15min});
  boundaries(tracker, {0, 15});
  CHECK(tracker.take_settled().at(0).quality == Quality::missing);
  CHECK(tracker.total_imported() == std::nullopt);
}

TEST_CASE("a counter does not count what power carried before the first reading of its register") {
  MeterTracker tracker(register_and_power());
  for (int t = 0; t <= 420; t += 10) {
    tracker.power(at(t), Watts{30e3});
    // 0.5 kWh a minute: R, R and R + 1, from half a count above R on.
    if (t >= 300 && t % 60 == 0) tracker.import_register(at(t), t < 420 ? 100 * kwh : 101 * kwh);
  }
  // 120 s · 30 kW, not the 2.5 kWh before
  CHECK(tracker.total_imported() == 1 * kwh);
}

TEST_CASE("power is believed up to 1.2 times the most that is possible") {
  for (const double most : {1.0, 200e3}) {
    TrackerSettings settings = power_only();
    settings.max_power = Watts{most};
    MeterTracker tracker(settings);
    for (const int t : {0, 10}) tracker.power(at(t), Watts{1.2 * most});
    const auto counted = tracker.total_imported();
    CHECK(counted == Joules{std::llround(12 * most)});
    tracker.power(at(20), Watts{1.2001 * most});
    CHECK(tracker.total_imported() == counted);
  }
}

TEST_CASE("nothing is said of an interval whose boundaries were not told, or that has no length") {
  MeterTracker tracker(register_and_power());
  boundaries(tracker, {0});
  for (int t = 0; t <= 890; t += 10) tracker.power(at(t), Watts{36e3});
  // Both wait for the next power.
  tracker.import_register(at(895), 500 * kwh);
  boundaries(tracker, {15});
  CHECK(tracker.provisional(period(0, 900)).quality == Quality::integrated);
  for (const auto& other : {period(0, 895), period(0, 950), period(0, 0)})
    CHECK(tracker.provisional(other).quality == Quality::missing);
}

TEST_CASE("without power readings exactly one interval apart leave no gap") {
  MeterTracker tracker(one_register());
  read(tracker, {{0, 100}, {15, 125}});
  boundaries(tracker, {20});
  read(tracker, {{30, 150}});
  boundaries(tracker, {35});
  read(tracker, {{45, 175}});
  const auto settled = tracker.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(stated(settled[0]) ==
        IntervalEnergy{period(1200, 2100), Quality::measured, 25 * kwh, {}, {}});
}
