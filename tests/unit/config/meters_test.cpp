#include "config/meters.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("mistakes in meters are told with their place") {
  check_all({
      {with_meter("name: l, link: \"modbus+tcp://h\", unit: 256, profile: test/ful, role: colling, "
                  "max_power: 5"),
       {{"unit: |256", "\"unit\": 256 is outside 0 to 255"},
        {"profile: |test/ful,", "unknown profile \"test/ful\", did you mean \"test/full\"?"},
        {"colling", "unknown role \"colling\", did you mean \"cooling\"?"},
        {"max_power: |5",
         "\"max_power\": \"5\" is not a power; write a number with its unit W, kW or MW, for "
         "example 50W, 800kW or 1.5MW"}}},
      {with_meter(
           "name: ups, link: \"modbus+tcp://h\", unit: 1, profile: test/full, role: cooling"),
       {{"|{name: ups, link: \"modbus+tcp://h\", unit: 1",
         "meter \"ups\" has no \"max_power\"; a step of an energy register is judged by it; write "
         "for example max_power: 800kW"},
        {"{name: |ups, link: \"modbus+tcp://h\", unit: 2",
         "\"name\": \"ups\" is the name of another meter"}}},
      {with_meter("{}"), {{"{|{}", "a key must be a plain word"}}},
      {with_meter("zone: a, adress: 1"),
       {{"|{zone", "meter 1 has no \"name\"; write for example name: ups-a-out"},
        {"|{zone", "meter 1 has no \"role\"; write for example role: it"},
        {"|{zone",
         "meter 1 has no \"link\"; write a name of links, or a URL, for example link: "
         "\"modbus+tcp://10.0.0.11\""},
        {"|{zone",
         "meter 1 has no \"unit\"; write the Modbus unit address of the device, for example unit: "
         "1"},
        {"|{zone", "meter 1 has neither profile nor points; give it one of them"},
        {"adress:",
         "unknown key \"adress\"; meter 1 has name, link, unit, profile, role, point, parent, "
         "children, supplies, battery, checks, subsystem, zone, serial, from, to, accuracy, "
         "calibration, max_power, max_flow, update_period, reverse, multipliers, max_registers, "
         "forbidden, "
         "points"}}},
      {with_meter("name: l, link: \"modbus+tcp://h\", unit: \"1\", profile: test/full, role: "
                  "cooling, point: ups_output, children: all, reverse: on, max_power: 1kW"),
       {{"unit: |\"1\"", "\"unit\": \"1\" is a text because of its quotes; write it without"},
        {"point: |ups_output",
         "\"point\": only a meter with role: it has a point of measurement; remove it"},
        {"all",
         "\"children\": \"all\" is not complete; write children: complete or remove the key"},
        {"reverse: |on", "\"reverse\": \"on\" is not true or false"}}},
      {with_meter("name: l, link: \"modbus+tcp://h\", unit: 1, profile: test/full, role: cooling, "
                  "parent: gird, max_registers: 1, max_power: 1kW"),
       {{"parent: |gird", "\"parent\": unknown meter \"gird\", did you mean \"grid\"?"},
        {"max_registers: |1",
         "\"max_registers\": active_power_w has 2 registers, which one request must read"}}},
      {with_meter("name: l, link: \"modbus+tcp://h\", unit: 1, profile: ../etc/passwd, role: it"),
       {{"../etc/passwd", "unknown profile \"../etc/passwd\"; known are test/broken, test/full"}}},
      {good_site + "meters: []\n",
       {{"meters: |[]",
         "\"meters\" is empty; a site has a meter with role: grid and one with role: it at "
         "least"}}},
      {good_site, {{"|site", "the configuration has no \"meters\"; list the site's meters"}}},
  });
}

TEST_CASE("every key of a meter reaches its setting") {
  const auto settings =
      loaded(good_site + good_meters +
             "  - {name: row, link: \"modbus+tcp://h\", unit: 255, profile: test/full, role: it, "
             "point: pdu_output, parent: ups, children: complete, max_power: 1.5kW, "
             "update_period: 3s, reverse: true, max_registers: 24}\n")
          .engine;
  const auto& place = settings.site.meters[2];
  CHECK(place.name == "row");
  CHECK(place.role == site::Role::it);
  CHECK(place.point == site::ItPoint::pdu_output);
  CHECK(place.parent == MeterId{1});
  CHECK(place.children_complete);
  const auto& connection = settings.connections[2];
  CHECK(connection.unit == 255);
  CHECK(connection.profile == "test/full");
  CHECK(connection.reverse);
  CHECK(connection.limits.max_registers == 24);
  CHECK(connection.points.size() == 2);
  const auto& tracker = settings.trackers[2];
  CHECK(tracker.max_power == Watts{1500});
  CHECK(tracker.update_period == std::chrono::seconds{3});
  CHECK(tracker.export_.has_value());  // reverse: the import register counts as export
  CHECK_FALSE(tracker.import.has_value());
}

namespace {

/// A meter of its own points after the good ones, in line 5.
std::string beside(const std::string& keys, const std::string& quantity) {
  return good_site + good_meters + "  - {name: w, link: \"modbus+tcp://h\", unit: 3, " + keys +
         ", points: [{quantity: " + quantity +
         ", function: 4, address: 0, type: uint32, scale: 0.001, modulus: 10000}]}\n";
}

}  // namespace

TEST_CASE("a water meter is followed in millilitres, bounded by its flow") {
  const auto settings = loaded(beside("role: water, max_flow: 18m3/h", "volume_m3")).engine;
  const auto& tracker = settings.trackers[2];
  REQUIRE(tracker.import);
  CHECK(tracker.import->step == Joules{1'000});              // 0.001 m3, a count for each ml
  CHECK(tracker.import->modulus == Joules{10'000'000'000});  // 10,000 m3
  CHECK(tracker.max_power.value == Approx(5'000));           // 18 m3/h are 5 l/s
  CHECK_FALSE(tracker.has_power);
  CHECK_FALSE(settings.site.meters[2].max_power);  // a flow is no power
}

TEST_CASE("a meter of reused heat is followed in joules") {
  const auto settings =
      loaded(beside("role: heat_reuse, max_power: 100kW", "energy_thermal_wh")).engine;
  REQUIRE(settings.trackers[2].import);
  CHECK(settings.trackers[2].import->modulus == Joules{36'000'000});  // 10,000 Wh
  CHECK(settings.trackers[2].max_power == Watts{100'000});
}

TEST_CASE("water and heat need their register and bound, and have no place among electricity") {
  check_all({
      {beside("role: water", "energy_thermal_wh"),
       {{"|{name: w", "meter \"w\" has no point volume_m3, which its role counts"},
        {"|{name: w",
         "meter \"w\" has no \"max_flow\"; a step of the register is judged by it; write for "
         "example max_flow: 20m3/h"}}},
      {beside("role: heat_reuse", "volume_m3"),
       {{"|{name: w", "meter \"w\" has no point energy_thermal_wh, which its role counts"},
        {"|{name: w",
         "meter \"w\" has no \"max_power\"; a step of the register is judged by it, the most heat "
         "that the pipe can carry; write for example max_power: 800kW"}}},
      {beside("role: water, max_flow: 20, max_power: 1kW, parent: ups, reverse: true", "volume_m3"),
       {{"max_flow: |20,",
         "\"max_flow\": \"20\" is not a flow; write a number with its unit m3/h or l/s, for "
         "example 20m3/h or 5l/s"},
        {"max_power: |1kW",
         "\"max_power\": a meter with role: water has max_flow instead; remove it"},
        {"parent: |ups", "\"parent\": only a meter of electricity has it; remove it"},
        {"reverse: |true", "\"reverse\": only a meter of electricity has it; remove it"}}},
      {beside("role: lighting, max_flow: 5l/s", "volume_m3"),
       {{"|{name: w",
         "meter \"w\" measures no energy; it needs active_power_w, energy_import_wh, "
         "energy_export_wh or energy_net_wh"},
        {"max_flow: |5l/s", "\"max_flow\": only a meter with role: water has a flow; remove it"}}},
  });
}

TEST_CASE("nothing of electricity stands below a water meter or checks it") {
  const auto water = beside("role: water, max_flow: 5l/s", "volume_m3");
  const auto below = [&](const std::string& keys) {
    return messages(water +
                    "  - {name: x, link: \"modbus+tcp://h\", unit: 4, profile: test/full, "
                    "max_power: 1kW, " +
                    keys + "}\n");
  };
  const auto tells = [](const std::vector<std::string>& errors, const std::string& what) {
    return errors.size() == 1 && errors[0].find(what) != std::string::npos;
  };
  CHECK(tells(below("role: cooling, parent: w"),
              "\"parent\": w has role: water and measures no electricity"));
  CHECK(tells(below("role: check, checks: w"),
              "\"checks\": w has role: water and measures no electricity"));
}
