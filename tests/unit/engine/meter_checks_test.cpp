#include "engine/meter_checks.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using energy::DirectionEvidence;
using energy::IntervalEnergy;
using energy::Quality;
using meter::Quantity;

namespace {

constexpr std::int64_t kwh = 3'600'000;

/// A measured quarter hour of `moved` kWh by a 1 kWh register, `powered` kWh by power.
IntervalEnergy quarter(std::int64_t moved, std::int64_t powered, Duration observed = 900s) {
  IntervalEnergy one;
  one.interval = {UtcTime{}, UtcTime{900s}};
  one.quality = Quality::measured;
  one.resolution = Joules{kwh};
  one.imported = Joules{moved * kwh};
  DirectionEvidence evidence;
  evidence.start.bounds = evidence.end.bounds = energy::RegisterBounds{};
  evidence.end.x = Joules{moved * kwh};
  evidence.integral = Joules{powered * kwh};
  evidence.observed = observed;
  one.evidence = energy::SharedEvidence({{evidence}});
  return one;
}

/// A three-phase meter of at most 20 kW, told 230 V, 10 A and a power factor of 0.9 on each phase:
/// 3 · 2.3 kVA · 0.9 = 6.21 kW.
struct Meter {
  CurrentCheck check{Watts{20e3}};
  Duration now{0};

  void read(Quantity quantity, double value) {
    check.read({{MonoTime{now}, UtcTime{now}}, MeterId{0}, quantity, value});
  }
  void poll(double watts, double volts = 230, double amperes = 10, double factor = 0.9) {
    now += 5s;
    for (const auto quantity :
         {Quantity::voltage_l1_v, Quantity::voltage_l2_v, Quantity::voltage_l3_v})
      read(quantity, volts);
    for (const auto quantity :
         {Quantity::current_l1_a, Quantity::current_l2_a, Quantity::current_l3_a})
      read(quantity, amperes);
    read(Quantity::power_factor, factor);
    read(Quantity::active_power_w, watts);
  }
  bool contradicted_by(double watts, double volts = 230, double amperes = 10, double factor = 0.9) {
    for (int i = 0; i < 12; ++i) poll(watts, volts, amperes, factor);
    return check.contradicted();
  }
};

}  // namespace

TEST_CASE("a register contradicts its power beyond 5 % of the larger") {
  CHECK(energy_contradicts(quarter(100, 95)) == false);
  CHECK(energy_contradicts(quarter(100, 94)) == true);
  CHECK(energy_contradicts(quarter(95, 100)) == false);
  CHECK(energy_contradicts(quarter(94, 100)) == true);
  // kW read as W: a thousandth.
  CHECK(energy_contradicts(quarter(1000, 1)) == true);
}

TEST_CASE("nothing is said where register and power cannot be compared") {
  CHECK_FALSE(energy_contradicts(quarter(19, 10)).has_value());  // less than 20 counts
  CHECK(energy_contradicts(quarter(20, 10)) == true);
  CHECK_FALSE(energy_contradicts(quarter(100, 50, 854s)).has_value());  // 95 % are 855 s
  CHECK(energy_contradicts(quarter(100, 50, 855s)) == true);

  auto carried = quarter(100, 50);
  auto evidence = *carried.evidence;
  evidence.directions[0].end.bounds.reset();
  carried.evidence = energy::SharedEvidence(evidence);
  CHECK_FALSE(energy_contradicts(carried).has_value());

  auto recovered = quarter(100, 50);
  recovered.quality = Quality::recovered;
  CHECK_FALSE(energy_contradicts(recovered).has_value());
  CHECK_FALSE(energy_contradicts(IntervalEnergy{}).has_value());
}

TEST_CASE("power contradicts voltage, current and power factor beyond 5 % of the larger") {
  // 6.9 kVA; 5 % are 345 W around 6210 W.
  CHECK_FALSE(Meter().contradicted_by(6555));
  CHECK(Meter().contradicted_by(6556));
  CHECK_FALSE(Meter().contradicted_by(5865));
  CHECK(Meter().contradicted_by(5864));
  CHECK(Meter().contradicted_by(6.21));         // a wrong scale
  CHECK_FALSE(Meter().contradicted_by(-6210));  // a direction is another matter
}

TEST_CASE("twelve powers in a row must disagree, and one that agrees ends it") {
  Meter meter;
  for (int i = 0; i < 11; ++i) meter.poll(3000);
  CHECK_FALSE(meter.check.contradicted());
  meter.poll(3000);
  CHECK(meter.check.contradicted());
  meter.poll(6210);
  CHECK_FALSE(meter.check.contradicted());
}

TEST_CASE("small loads, unusable power factors and lone values say nothing") {
  CHECK_FALSE(Meter().contradicted_by(200, 230, 1));  // 690 VA of 20 kW
  CHECK(Meter().contradicted_by(200, 230, 2));
  CHECK_FALSE(Meter().contradicted_by(3000, 230, 10, 0));
  CHECK_FALSE(Meter().contradicted_by(3000, 230, 10, 1.2));  // a vendor's own coding of quadrants

  Meter meter;
  for (int i = 0; i < 12; ++i) {
    meter.now += 5s;
    meter.read(Quantity::current_l1_a, 10);  // without a voltage
    meter.read(Quantity::power_factor, 0.9);
    meter.read(Quantity::active_power_w, 6210);
  }
  CHECK_FALSE(meter.check.contradicted());
}

TEST_CASE("values that are not of the same time are not compared") {
  Meter meter;
  meter.poll(6210);
  meter.now += 31s;
  for (int i = 0; i < 12; ++i) meter.read(Quantity::active_power_w, 3000);
  CHECK_FALSE(meter.check.contradicted());
}
