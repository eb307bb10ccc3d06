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
      {good_site + "links:\n  a: {url: \"modbus+tcp://h:4001\"}\n" +
           "  b: {url: \"modbus+rtu+tcp://h:4001\"}\n" + good_meters,
       {{"b: {url: |\"",
         "\"url\": modbus+rtu+tcp://h:4001 is the same bus as link \"a\" with other settings; "
         "state "
         "it once"}}},
      {good_site + "links: {a: {url: \"modbus+tcp://x\", transaction_id: no, busy_bound: 61s}}\n" +
           good_meters,
       {{"transaction_id: |no", "\"transaction_id\": \"no\" must be match or ignore"},
        {"busy_bound: |61s", "\"busy_bound\": 61s is outside 0s to 1m"}}},
      {good_site + "links:\n  a: {url: \"modbus+rtu:/dev/ttyS0\", hold_open: false,\n" +
           "      connect_gap: 1s, transaction_id: ignore}\n" +
           "  b: {url: \"modbus+rtu+tcp://h:1\", busy_bound: 99ms, transaction_id: match}\n" +
           "  c: {url: \"modbus+tcp://i\", transaction_id: ignore, busy_bound: 0s}\n" + good_meters,
       {{"hold_open: |false", "\"hold_open\": has no meaning on a serial line; remove it"},
        {"connect_gap: |1s", "\"connect_gap\": has no meaning on a serial line; remove it"},
        {"connect_gap: 1s, transaction_id: |ignore",
         "\"transaction_id\": has no meaning in RTU, which has none; remove it"},
        {"busy_bound: |99ms",
         "\"busy_bound\": answers carry no transaction id here, and a late one would be taken for "
         "the next; write at least 100ms, or leave it out for one timeout"},
        {"transaction_id: |match",
         "\"transaction_id\": has no meaning in RTU, which has none; remove it"},
        {"busy_bound: |0s",
         "\"busy_bound\": answers carry no transaction id here, and a late one would be taken for "
         "the next; write at least 100ms, or leave it out for one timeout"}}},
      {good_site + "links:\n  a: {url: \"modbus+tcp://h\", max_in_flight: 17}\n" +
           "  b: {url: \"modbus+tcp://i\", max_in_flight: 0}\n" +
           "  c: {url: \"modbus+tcp://j\", max_in_flight: 2, transaction_id: ignore}\n" +
           "  d: {url: \"modbus+rtu+tcp://h:1\", max_in_flight: 1}\n" + good_meters,
       {{"max_in_flight: |17", "\"max_in_flight\": 17 is outside 1 to 16"},
        {"max_in_flight: |0", "\"max_in_flight\": 0 is outside 1 to 16"},
        {"max_in_flight: |2",
         "\"max_in_flight\": has no meaning where answers carry no transaction id; remove it"},
        {"max_in_flight: |1}\nmeters",
         "\"max_in_flight\": has no meaning where answers carry no transaction id; remove it"}}},
      {with_meter("name: l, link: \"modbus+rtu+tcp://h:1\", unit: 0, profile: test/full, role: it, "
                  "max_power: 1W"),
       {{"unit: |0", "\"unit\": 0 is outside 1 to 247"}}},
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

TEST_CASE("a link's switches for bad devices are read, and are off unless stated") {
  using namespace std::chrono_literals;
  const auto links =
      loaded(good_site + "links:\n" + "  plain: {url: \"modbus+tcp://plain\"}\n" +
             "  gw: {url: \"modbus+tcp://gw\", gap: 40ms, connect_gap: 300ms, busy_bound: 5s,\n" +
             "       hold_open: false, transaction_id: ignore}\n" +
             "  server: {url: \"modbus+rtu+tcp://server:4001?baud=19200\", busy_bound: 300ms}\n" +
             "  fast: {url: \"modbus+tcp://fast\", max_in_flight: 16}\n" + good_meters)
          .engine.links;
  REQUIRE(links.size() == 5);  // and the one in place
  CHECK(!links[0].connect_gap);
  CHECK(!links[0].busy_bound);
  CHECK(links[0].hold_open);
  CHECK(links[0].keeps_transaction_id);
  CHECK(links[0].max_in_flight == 1);
  CHECK(links[1].gap == 40ms);
  CHECK(links[1].connect_gap == 300ms);
  CHECK(links[1].busy_bound == 5s);
  CHECK(!links[1].hold_open);
  CHECK(!links[1].keeps_transaction_id);
  CHECK(links[2].address == modbus::LinkAddress{modbus::TcpAddress{
                                "server", 4001, modbus::TcpAddress::Framing::rtu, 19200}});
  CHECK(links[2].busy_bound == 300ms);
  CHECK(links[3].max_in_flight == 16);
  CHECK(links[4].hold_open);
  CHECK(links[4].keeps_transaction_id);
}
