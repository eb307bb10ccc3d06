#include "engine/meter_changes.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using meter::Quantity;
using Kind = MeterEvent::Kind;
using Key = MeterChanges::Key;

namespace {

MeterEvent event(Duration when, std::uint32_t meter, Kind kind = Kind::swap) {
  return {start + when, MeterId{meter}, kind, 100, 7, "Li Wei", "relay", ""};
}

std::vector<Key> all(MeterChanges changes) {
  std::vector<Key> keys;
  while (changes.next() != nullptr) {
    keys.push_back(*changes.next());
    changes.take();
  }
  return keys;
}

}  // namespace

TEST_CASE("swaps and changed multipliers come in the order of time, other events do not") {
  auto settings = site_of_two();
  settings.connections[grid].multipliers = {{start, 80}, {start + 15min, 80}, {start + 30min, 100}};
  settings.events = {event(1h, it), event(20min, it, Kind::ct_change),
                     event(10min, it, Kind::calibration), event(5min, it, Kind::reference),
                     event(6min, it, Kind::outage)};
  CHECK(all(MeterChanges(settings)) == std::vector<Key>{{start + 20min, MeterId{it}},
                                                        {start + 30min, MeterId{grid}},
                                                        {start + 1h, MeterId{it}}});
}

TEST_CASE("entered readings are multiplied by what was in force before and after") {
  auto settings = site_of_two();
  settings.connections[it].multipliers = {{start, 80}, {start + 30min, 100}};
  settings.events = {event(30min, it, Kind::ct_change)};
  MeterChanges changes(settings);
  const auto readings = changes.take();
  CHECK(readings.import.final_reading == Joules{28'800'000});   // 100 Wh · 80 · 3600
  CHECK(readings.import.initial_reading == Joules{2'520'000});  // 7 Wh · 100 · 3600
  CHECK_FALSE(readings.export_.final_reading.has_value());
  CHECK(changes.next() == nullptr);  // the event and the new row are one change
}

TEST_CASE("readings are those of the register that the meter has, on the side that reverse says") {
  auto settings = site_of_two();
  settings.events = {event(30min, it)};
  auto& connection = settings.connections[it];
  connection.reverse = true;
  CHECK(MeterChanges(settings).take().export_.final_reading == Joules{360'000});
  connection.points = {point(Quantity::energy_export_wh)};
  CHECK(MeterChanges(settings).take().import.final_reading == Joules{360'000});
  connection.points = {point(Quantity::energy_net_wh)};
  CHECK(MeterChanges(settings).take().import.final_reading == Joules{-360'000});
  CHECK(MeterChanges(settings).take().import.initial_reading == Joules{-25'200});
}

TEST_CASE("readings of water are cubic metres, those of heat watt-hours, without multipliers") {
  auto settings = site_of_two();
  settings.events = {event(30min, it)};
  settings.site.meters[it].role = site::Role::water;
  const auto water = MeterChanges(settings).take();
  CHECK(water.import.final_reading == Joules{100'000'000});  // 100 m3 in millilitres
  CHECK(water.import.initial_reading == Joules{7'000'000});
  settings.site.meters[it].role = site::Role::heat_reuse;
  CHECK(MeterChanges(settings).take().import.final_reading == Joules{360'000});
}

TEST_CASE("after a restart what was done is not done again, and what else has passed is late") {
  auto settings = site_of_two();
  settings.events = {event(10min, it), event(20min, grid), event(30min, it)};
  MeterChanges changes(settings);
  const Key done{start + 10min, MeterId{it}}, forgotten{start + 5min, MeterId{it}};
  changes.restore({done, forgotten}, start + 20min);
  CHECK(changes.late() == std::vector<Key>{{start + 20min, MeterId{grid}}});
  CHECK(changes.done() == std::set<Key>{done});  // an event that was taken out is forgotten
  CHECK(all(changes) == std::vector<Key>{{start + 30min, MeterId{it}}});
}

TEST_CASE("what lies before the first reading is done") {
  auto settings = site_of_two();
  settings.events = {event(10min, it), event(20min, grid)};
  MeterChanges changes(settings);
  changes.skip_until(start + 10min);
  CHECK(changes.late().empty());
  CHECK(changes.done().size() == 1);
  CHECK(*changes.next() == Key{start + 20min, MeterId{grid}});
}
