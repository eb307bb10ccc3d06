// A meter that tells its serial number, through the whole accounting.
#include <catch2/catch.hpp>
#include <map>

#include "engine/accounting.h"
#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using energy::Quality;
using meter::Quantity;

namespace {

Settings settings_with_serial() {
  auto settings = site_of_two();
  settings.connections[it].points.push_back(point(Quantity::serial));
  return settings;
}

/// Powers each 5 s: 125 kW of the grid meter, 100 kW of the IT meter, registers to 1 Wh. The serial
/// number of the IT meter comes each minute.
struct Meters {
  std::optional<Accounting> accounting{settings_with_serial()};
  double number = 4711;
  bool silent = false;
  double it_register = 500'000;  // Wh
  std::map<UtcTime, site::SiteInterval> newest;
  std::vector<SeenSwap> swapped;
  Duration now{0};

  void run_until(Duration end) {
    for (; now <= end; now += 5s) {
      const double hours = static_cast<double>(now / 1s) / 3600.0;
      read(grid, Quantity::active_power_w, 125'000);
      read(grid, Quantity::energy_import_wh, std::floor(1e6 + 125'000 * hours));
      it_register += 100'000 * 5 / 3600.0;
      if (!silent) read_it();
      accounting->advance(at(now));
      for (auto& one : accounting->take_closed()) newest[one.interval.start] = one;
      for (auto& one : accounting->take_seen_swaps()) swapped.push_back(one);
    }
  }
  /// The IT meter is silent in between.
  void run_without_it(Duration from, Duration until) {
    run_until(from);
    silent = true;
    run_until(until);
    silent = false;
  }
  void read_it() {
    read(it, Quantity::active_power_w, 100'000);
    read(it, Quantity::energy_import_wh, std::floor(it_register));
    if (now % 60s == 0s) read(it, Quantity::serial, number);
  }
  void read(std::uint32_t meter, Quantity quantity, double value) {
    accounting->accept({at(now), MeterId{meter}, quantity, value});
  }

  const energy::IntervalEnergy& it_at(Duration since) const {
    return newest.at(start + since).meters[it];
  }
  std::optional<std::uint64_t> swaps() const { return accounting->snapshot().meters[it].swaps; }
};

}  // namespace

TEST_CASE("a meter that comes back with its number has its absence recovered") {
  Meters meters;
  meters.run_without_it(50min, 1h + 20min);
  meters.run_until(2h + 10s);
  for (const auto since : {Duration(45min), Duration(1h)}) {
    CHECK(meters.it_at(since).quality == Quality::recovered);
    CHECK(std::abs(meters.it_at(since).imported.count - 90'000'000) <= 3600);
  }
  CHECK(meters.it_at(90min).quality == Quality::measured);
  CHECK(meters.swaps() == 0);
  CHECK_FALSE(meters.accounting->snapshot().meters[grid].swaps);  // tells no number
}

TEST_CASE("a register that is read together with its number counts at once") {
  Meters meters;
  meters.run_without_it(50min, 80min - 5s);
  meters.run_without_it(80min, 80min + 10s);
  const auto energy = meters.accounting->snapshot().meters[it].energy_imported;
  REQUIRE(energy);
  CHECK(std::abs(energy->count - 480'000'000) <= 2 * 3600);  // 100 kW · 4,800 s
}

TEST_CASE("another meter in its place is no energy, although its register would be a legal step") {
  Meters meters;
  meters.run_without_it(50min, 1h + 20min);
  meters.number = 815;
  meters.it_register += 200'000;  // 1 MW · 30 min · 1.2 are 600 kWh: nothing tells but the number
  meters.run_until(2h + 10s);
  // 0:50 to 1:20 is unknown, and with it the intervals that have less than 80 % of their time. The
  // rule for short gaps puts what lies before and after in their place, 25 kWh each.
  CHECK(meters.it_at(30min).quality == Quality::measured);
  for (const auto since : {Duration(45min), Duration(1h), Duration(75min)}) {
    CHECK(meters.it_at(since).quality == Quality::estimated);
    CHECK(std::abs(meters.it_at(since).imported.count - 90'000'000) <= 3600);
  }
  CHECK(meters.it_at(90min).quality == Quality::measured);
  CHECK(std::abs(meters.it_at(90min).imported.count - 90'000'000) <= 3600);
  // Read at 1:21, 1:22 and 1:23.
  CHECK(meters.swapped == std::vector<SeenSwap>{{start + 83min, "ups-out", {4711, 815}}});
  CHECK(meters.swaps() == 1);
}

TEST_CASE("a meter that is replaced while the daemon is down is told after the restart") {
  Meters meters;
  meters.run_until(50min);
  const auto state = meters.accounting->save();
  meters.accounting.emplace(settings_with_serial());
  meters.now = 1h + 20min;
  REQUIRE(meters.accounting->restore(state, at(meters.now)));
  for (const auto& [time, stored] : meters.newest) meters.accounting->recall(stored);
  meters.accounting->resume();
  meters.number = 815;
  meters.it_register += 200'000;
  meters.run_until(2h + 10s);
  CHECK(meters.it_at(45min).quality == Quality::estimated);
  CHECK(meters.it_at(1h).quality == Quality::estimated);
  CHECK(meters.it_at(90min).quality == Quality::measured);
  // Read at 1:20, 1:21 and 1:22.
  CHECK(meters.swapped == std::vector<SeenSwap>{{start + 82min, "ups-out", {4711, 815}}});
}

TEST_CASE("a swap that a person announced with its readings is exact, and its number no news") {
  auto settings = settings_with_serial();
  Meters meters;
  MeterEvent swap{start + 55min, MeterId{it}};
  swap.final_reading = 500'000 + 100'000 * 55 / 60.0;
  swap.initial_reading = 7'000;
  settings.events = {swap};
  meters.accounting.emplace(settings);
  meters.run_until(55min - 5s);
  meters.number = 815;
  meters.it_register = 7'000;
  meters.run_until(2h + 10s);
  CHECK(meters.it_at(45min).quality == Quality::edited);
  CHECK(std::abs(meters.it_at(45min).imported.count - 90'000'000) <= 2 * 3600);
  CHECK(meters.it_at(1h).quality == Quality::measured);
  CHECK(meters.swapped.empty());
}

TEST_CASE("a meter whose point was removed from the configuration is not waited for") {
  Meters meters;
  meters.run_until(50min);
  const auto state = meters.accounting->save();
  meters.accounting.emplace(site_of_two());
  REQUIRE(meters.accounting->restore(state, at(meters.now)));
  for (const auto& [time, stored] : meters.newest) meters.accounting->recall(stored);
  meters.accounting->resume();
  for (; meters.now <= 51min; meters.now += 5s) {
    meters.read(it, Quantity::energy_import_wh, std::floor(meters.it_register += 139));
    meters.accounting->advance(at(meters.now));
  }
  CHECK(meters.accounting->snapshot().meters[it].energy_imported);
}
