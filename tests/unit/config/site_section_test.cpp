#include "config/site_section.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("mistakes in site, polling, alerts and ledger are told with their place") {
  check_all({
      {"sites: {}\n" + good_site + good_meters,
       {{"sites:", "unknown key \"sites\", did you mean \"site\"?"}}},
      {"site: {name: a b, timezone: Asia/Shangai}\n" + good_meters,
       {{"a b",
         "\"name\": \"a b\" is not a name; a letter, then up to 62 letters, digits, \"_\", \".\" "
         "or \"-\""},
        {"timezone: |Asia/Shangai",
         "\"timezone\": unknown time zone \"Asia/Shangai\"; write a name of the IANA database, for "
         "example Asia/Shanghai"}}},
      {"site: {}\n" + good_meters,
       {{"site: |{", "\"site\" has no \"name\"; write for example name: horinger-a"},
        {"site: |{",
         "\"site\" has no \"timezone\"; its days are cut by it; write for example timezone: "
         "Asia/Shanghai"}}},
      {"site: a\n" + good_meters,
       {{"site: |a",
         "\"site\" must be a mapping of keys (name, timezone, hub_node, commissioned, "
         "standard_racks, retrofit_completed, in_service, design_it_power, min_it_power, "
         "target_pue, "
         "it_level, park, grid_region), it is \"a\""}}},
      {"site: {name: a, timezone: Asia/Shanghai, park: low_carbn}\n" + good_meters,
       {{"low_carbn", "unknown park \"low_carbn\", did you mean \"low_carbon\"?"}}},
      {"site: {name: a, timezone: Asia/Shanghai, hub_node: yes, commissioned: 2024-5-1, "
       "standard_racks: 010}\n" +
           good_meters,
       {{"yes", "\"hub_node\": \"yes\" is not true or false"},
        {"2024-5-1",
         "\"commissioned\": \"2024-5-1\" is not a date; write YEAR-MONTH-DAY, for example "
         "2024-05-01"},
        {"010", "\"standard_racks\": \"010\" is not a whole number in decimal digits"}}},
      {"site: {name: a, timezone: Asia/Shanghai, design_it_power: 12, it_level: ups_ouput, "
       "target_pue: 1.0}\n" +
           good_meters,
       {{"12",
         "\"design_it_power\": \"12\" is not a power; write a number with its unit W, kW or MW, "
         "for example 50W, 800kW or 1.5MW"},
        {"ups_ouput", "unknown point \"ups_ouput\", did you mean \"ups_output\"?"},
        {"target_pue: |1.0",
         "\"target_pue\": 1 is no PUE; write a number above 1 and up to 5, for example 1.22"}}},
      {good_site + "polling: {interval: 5, timeout: 2h}\n" + good_meters,
       {{"5",
         "\"interval\": \"5\" is not a duration; write a whole number with its unit, for example "
         "40ms, 5s, 15m, 1h or 1d"},
        {"timeout: |2h", "\"timeout\": 2h is outside 10ms to 1m"}}},
      {good_site + "alerts: {pue_above_cap: 30m, meter_donw: {for: 2m}}\n" + good_meters,
       {{"pue_above_cap: |30m", "\"pue_above_cap\" must be a mapping of keys (for), it is \"30m\""},
        {"meter_donw:", "unknown key \"meter_donw\", did you mean \"meter_down\"?"}}},
      {good_site + "ledger: {interval: 1h, checkpoint: 1h, grace: 5s}\n" + good_meters,
       {{"ledger: |{",
         "\"ledger\" has no \"path\"; write for example path: /var/lib/pued/ledger.db"},
        {"interval: |1h", "\"interval\": only 15m is supported by this version"},
        {"checkpoint:", "unknown key \"checkpoint\", did you mean \"checkpoints\"?"},
        {"grace: |5s", "\"grace\": 5s is outside 10s to 1d"}}},
  });
}
