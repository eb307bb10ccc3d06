#include "config/links.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("mistakes in links are told with their place") {
  check_all({
      {good_site + "links: {gw: {url: \"modbus+tcp://h\", gap: 40}, 9gw: {url: x}}\n" + good_meters,
       {{"40",
         "\"gap\": \"40\" is not a duration; write a whole number with its unit, for example 40ms, "
         "5s, 15m, 1h or 1d"},
        {"9gw:",
         "\"9gw\" is not a name; a letter, then up to 62 letters, digits, \"_\", \".\" or \"-\""}}},
      {good_site + "links:\n  a: {url: \"modbus+tcp://H:502\"}\n" +
           "  b: {url: \"modbus+tcp://h\", gap: 40ms}\n" + good_meters,
       {{"b: {url: |\"",
         "\"url\": modbus+tcp://h:502 is the same bus as link \"a\" with other settings; state it "
         "once"}}},
      {good_site + "links: {a: {url: \"modbus+tcp://x\", busy_bound: 5s}}\n" + good_meters,
       {{"busy_bound:", "key \"busy_bound\" is not supported yet by this version; remove it"}}},
      {with_meter("name: l, link: gw-upps, unit: 1, profile: test/full, role: it, max_power: 1W"),
       {{"gw-upps",
         "unknown link \"gw-upps\"; state it under links, or write a URL "
         "(modbus+tcp://host:port)"}}},
      {good_site + "links: {gw-ups: {url: \"modbus+rtu:/dev/ttyS0?baud=9600\"}}\n" + good_meters +
           "  - {name: l, link: gw-upps, unit: 1, profile: test/full, role: it, max_power: 1W}\n" +
           "  - {name: m, link: gw-ups, unit: 248, profile: test/full, role: it, max_power: 1W}\n" +
           "  - {name: n, link: \"modbus+rtu:/dev/ttyS0?baud=1200\", unit: 1, profile: test/full, "
           "role: it, max_power: 1W}\n",
       {{"gw-upps", "unknown link \"gw-upps\", did you mean \"gw-ups\"?"},
        {"unit: |248", "\"unit\": 248 is outside 1 to 247"},
        {"link: |\"modbus+rtu",
         "\"link\": modbus+rtu:/dev/ttyS0 is the same bus as link \"gw-ups\" with other settings; "
         "state it once under links"}}},
  });
}

TEST_CASE("one bus is one link, whoever names it") {
  const auto settings =
      loaded(good_site + "links:\n  gw: {url: \"modbus+tcp://h\", gap: 40ms, timeout: 2s}\n" +
             "  same: {url: \"modbus+tcp://H:502\", gap: 40ms, timeout: 2s}\n" + good_meters +
             "  - {name: l, link: same, unit: 3, profile: test/full, role: it, max_power: 1W}\n" +
             "  - {name: m, link: \"modbus+tcp://h2\", unit: 3, profile: test/full, role: it, "
             "max_power: 1W}\n")
          .engine;
  REQUIRE(settings.links.size() == 2);
  CHECK(settings.links[0].name == "gw");
  CHECK(settings.links[0].gap == std::chrono::milliseconds{40});
  CHECK(settings.links[0].timeout == std::chrono::seconds{2});
  CHECK(settings.links[1].name == "modbus+tcp://h2:502");
  CHECK(settings.connections[0].link == 0);  // the URL in place of the good site's grid meter
  CHECK(settings.connections[2].link == 0);
  CHECK(settings.connections[3].link == 1);
}
