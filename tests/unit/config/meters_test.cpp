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
      {with_meter("name: ups, link: \"modbus+tcp://h\", unit: 1, profile: test/full, role: water"),
       {{"|{name: ups, link: \"modbus+tcp://h\", unit: 1",
         "meter \"ups\" has no \"max_power\"; a step of an energy register is judged by it; write "
         "for example max_power: 800kW"},
        {"water", "role \"water\" is not supported yet by this version"},
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
         "calibration, max_power, update_period, reverse, multipliers, max_registers, points"}}},
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
  CHECK(connection.max_registers == 24);
  CHECK(connection.points.size() == 2);
  const auto& tracker = settings.trackers[2];
  CHECK(tracker.max_power == Watts{1500});
  CHECK(tracker.update_period == std::chrono::seconds{3});
  CHECK(tracker.export_.has_value());  // reverse: the import register counts as export
  CHECK_FALSE(tracker.import.has_value());
}
