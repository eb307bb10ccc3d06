// Every way in which a configuration can be wrong, with the exact place and message. What a row
// leaves out is the good site of the fixture.
#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

/// `at` occurs once in the text; the error is at its "|", or at its start.
struct Expected {
  std::string at;
  std::string message;
};

struct Bad {
  std::string text;
  std::vector<Expected> expected;
};

std::string located(const std::string& text, const Expected& expected) {
  auto needle = expected.at;
  const auto bar = needle.find('|');
  if (bar != std::string::npos) needle.erase(bar, 1);
  const auto found = text.find(needle);
  REQUIRE(found != std::string::npos);
  REQUIRE(text.find(needle, found + 1) == std::string::npos);
  const auto before = text.substr(0, found + (bar == std::string::npos ? 0 : bar));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;
  return "p.yaml:" + std::to_string(line) + ":" + std::to_string(column) + ": " + expected.message;
}

void check_all(const std::vector<Bad>& table) {
  for (const auto& bad : table) {
    INFO(bad.text);
    std::vector<std::string> expected;
    for (const auto& one : bad.expected) expected.push_back(located(bad.text, one));
    CHECK(messages(bad.text) == expected);
  }
}

/// The grid meter's line with one key replaced or added; the meter stands in line 3.
std::string with_meter(const std::string& keys) {
  return good_site + "meters:\n  - {" + keys + "}\n" +
         good_meters.substr(good_meters.find('\n') + 1);
}

/// A lighting meter with one point of its own, in line 5.
std::string with_point(const std::string& point) {
  return good_site + good_meters +
         "  - {name: light, link: \"modbus+tcp://h\", unit: 3, role: lighting, max_power: 1kW, "
         "points: [\n    {" +
         point + "}]}\n";
}

}  // namespace

TEST_CASE("mistakes in site, polling, alerts and ledger are told with their place") {
  check_all({
      {"sites: {}\n" + good_site + good_meters,
       {{"sites:", "unknown key \"sites\", did you mean \"site\"?"}}},
      {good_site + good_meters + "renewables: {}\n",
       {{"renewables:", "key \"renewables\" is not supported yet by this version; remove it"}}},
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
         "it_level), it is \"a\""}}},
      {"site: {name: a, timezone: Asia/Shanghai, hub_node: yes, commissioned: 2024-5-1, "
       "standard_racks: 010}\n" +
           good_meters,
       {{"yes", "\"hub_node\": \"yes\" is not true or false"},
        {"2024-5-1",
         "\"commissioned\": \"2024-5-1\" is not a date; write YEAR-MONTH-DAY, for example "
         "2024-05-01"},
        {"010", "\"standard_racks\": \"010\" is not a whole number in decimal digits"}}},
      {"site: {name: a, timezone: Asia/Shanghai, design_it_power: 12, it_level: ups_ouput, "
       "target_pue: 1.22}\n" +
           good_meters,
       {{"12",
         "\"design_it_power\": \"12\" is not a power; write a number with its unit W, kW or MW, "
         "for example 50W, 800kW or 1.5MW"},
        {"ups_ouput", "unknown point \"ups_ouput\", did you mean \"ups_output\"?"},
        {"target_pue:", "key \"target_pue\" is not supported yet by this version; remove it"}}},
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
        {"checkpoint:", "key \"checkpoint\" is not supported yet by this version; remove it"},
        {"grace: |5s", "\"grace\": 5s is outside 10s to 1d"}}},
  });
}

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
      {with_meter("accuracy: {meter: 0.5S}, adress: 1"),
       {{"|{accuracy", "meter 1 has no \"name\"; write for example name: ups-a-out"},
        {"|{accuracy", "meter 1 has no \"role\"; write for example role: it"},
        {"|{accuracy",
         "meter 1 has no \"link\"; write a name of links, or a URL, for example link: "
         "\"modbus+tcp://10.0.0.11\""},
        {"|{accuracy",
         "meter 1 has no \"unit\"; write the Modbus unit address of the device, for example unit: "
         "1"},
        {"|{accuracy", "meter 1 has neither profile nor points; give it one of them"},
        {"accuracy:", "key \"accuracy\" is not supported yet by this version; remove it"},
        {"adress:",
         "unknown key \"adress\"; meter 1 has name, link, unit, profile, role, point, parent, "
         "children, max_power, update_period, reverse, max_registers, points"}}},
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

TEST_CASE("a profile that is wrong is told once, in its own file") {
  const std::string one = "link: \"modbus+tcp://h\", profile: test/broken, role: it, unit: ";
  CHECK(
      messages(good_site + "meters: [{name: a, " + one + "1}, {name: b, " + one + "2}]\n") ==
      std::vector<std::string>{
          "broken.yaml:1:1: the profile has no \"source\"; write where the register map is from",
          "broken.yaml:1:1: the profile has no \"confidence\"; write confidence: high, medium or "
          "low",
          "broken.yaml:1:1: the profile has no \"points\"; list at least quantity: active_power_w",
          "broken.yaml:2:1: unknown key \"sourec\", did you mean \"source\"?"});
}

TEST_CASE("parents that form a circle are told with the way round") {
  check_all(
      {{good_site + "meters:\n  - {name: a, parent: b, link: \"modbus+tcp://h\", unit: 1, profile: "
                    "test/full, role: grid, max_power: 1W}\n  - {name: b, parent: c, link: "
                    "\"modbus+tcp://h\", unit: 1, profile: test/full, role: it, max_power: 1W}\n  "
                    "- {name: c, parent: b, link: \"modbus+tcp://h\", unit: 1, profile: test/full, "
                    "role: it, max_power: 1W}\n",
        {{"parent: |c", "\"parent\": the meters form a circle (b, c, b); remove one parent"}}}});
}

TEST_CASE("mistakes in points are told with their place") {
  const std::string energy = "quantity: energy_import_wh, function: 3, address: 0";
  const std::string power = "quantity: active_power_w, type: float32";
  check_all({
      {with_point("quantity: energy_net_wh, address: 30053, type: bcd16"),
       {{"energy_net_wh", "quantity \"energy_net_wh\" is not supported yet by this version"},
        {"bcd16", "type \"bcd16\" is not supported yet by this version"}}},
      {with_point("quantity: active_powr_w, address: 30053, type: float"),
       {{"active_powr_w", "unknown quantity \"active_powr_w\", did you mean \"active_power_w\"?"},
        {"float",
         "unknown type \"float\"; known are bool, bit, uint16, int16, uint32, int32, uint64, "
         "int64, float16, float32, float64"}}},
      {with_point(power + ", address: 52"),
       {{"address: |52",
         "\"address\": 52 without \"function\" is read as a Modicon number, which has 5 or 6 "
         "digits and starts with 0, 1, 3 or 4 (30053 is function 4, address 52); for an address as "
         "on the wire add for example function: 4"}}},
      {with_point(power + ", function: 4, address: 65535"),
       {{"address: |65535", "\"address\": 2 registers from 65535 end beyond 65535"}}},
      {with_point(power + ", function: 5, address: 70000"),
       {{"function: |5", "\"function\": 5 is outside 1 to 4"},
        {"address: |70000", "\"address\": 70000 is outside 0 to 65535"}}},
      {with_point(power + ", function: 4, address: 0x34"),
       {{"0x34", "\"address\": \"0x34\" is not a whole number in decimal digits"}}},
      {with_point(power + ", address: 10001"),
       {{"type: |float32, address",
         "\"type\": coils and discrete inputs hold one bit; write type: bool"}}},
      {with_point(power + ", address: 40001, order: cdabghef, bit: 3"),
       {{"order: |cdab",
         "\"order\": cdabghef names eight bytes, float32 has 4; write abcd, cdab, badc or dcba"},
        {"bit: |3", "\"bit\": only a point of type bit has it; remove it"}}},
      {with_point(power +
                  ", address: 40001, scale: 0, modulus: 10, sentinels: [0x1, 65535, 0x100000000]"),
       {{"scale: |0", "\"scale\": must not be 0"},
        {"modulus: |10", "\"modulus\": only an energy register wraps; remove it"},
        {"65535",
         "\"sentinels\": \"65535\" is not a bit pattern; write it in hexadecimal, for example "
         "0x8000"},
        {"0x100000000", "\"sentinels\": 0x100000000 does not fit into float32"}}},
      {with_point(energy + ", type: float16, resolution: -1"),
       {{"type: |float16",
         "\"type\": float16 cannot hold an energy; integers, float32 and float64 can"},
        {"resolution: |-1", "\"resolution\": must be more than 0"}}},
      {with_point(energy + ", type: uint32, scale: 1000, modulus: 1000"),
       {{"modulus: |1000",
         "\"modulus\": must be in Wh, more than one step (1000 Wh), at most 1e15"}}},
      {with_point("quantity: voltage_l1_v, address: 30001, type: float32"),
       {{"|{name: light",
         "meter \"light\" measures no energy; it needs active_power_w, energy_import_wh or "
         "energy_export_wh"}}},
      {with_point(power + ", address: 30001}, {" + power + ", address: 30003"),
       {{"|{quantity: active_power_w, type: float32, address: 30003",
         "duplicate quantity \"active_power_w\", first given in line 6"}}},
  });
}

TEST_CASE("mistakes in virtual meters are told with their place") {
  const auto with = [](const std::string& keys) {
    return good_site + good_meters + "virtual_meters: [{" + keys + "}]\n";
  };
  check_all({
      {with("name: loss, role: power_loss, formula: \"grid - upps\""),
       {{"formula: |\"", "\"formula\": unknown meter \"upps\", did you mean \"ups\"?"}}},
      {with("name: loss, role: power_loss, formula: \"grid-ups\""),
       {{"formula: |\"", "\"formula\": \"grid-ups\": write + and - with spaces on both sides"}}},
      {with("name: ups, role: power_los, formula: \"grid -\""),
       {{"{name: |ups, role: power_los", "\"name\": \"ups\" is the name of another meter"},
        {"power_los", "unknown role \"power_los\", did you mean \"power_loss\"?"},
        {"formula: |\"", "\"formula\": no meter after \"-\""}}},
  });
}

TEST_CASE("a boundary that cannot be built is told at the meters") {
  const auto errors = messages(good_site +
                               "meters:\n  - {name: ups, link: \"modbus+tcp://h\", unit: 2, "
                               "profile: test/full, role: it, max_power: 1MW}\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].find("p.yaml:3:3: no source meter") == 0);
}

TEST_CASE("all errors of a file are told at once, in the order of the file") {
  const auto errors =
      messages("site: {nam: a}\npolling: {interval: 5}\nmeters:\n  - {unit: x}\nledger: {}\n");
  CHECK(errors.size() == 10);
  CHECK(std::is_sorted(errors.begin(), errors.end(), [](const auto& a, const auto& b) {
    return a.substr(0, 8) < b.substr(0, 8);
  }));
}

TEST_CASE("errors are bounded, and what is not shown is counted") {
  std::string text = good_site + good_meters;
  for (int i = 0; i < 150; ++i) text += "key" + std::to_string(i) + ": 1\n";
  const auto errors = messages(text);
  REQUIRE(errors.size() == 101);
  CHECK(errors.back().find("50 more errors are not shown; mend these first") != std::string::npos);
}

TEST_CASE("columns count characters, not bytes") {
  CHECK(messages("site: {name: \"和林格尔\", timezone: Asia/Shanghai, xyzzyplugh: 1}\n" +
                 good_meters)[1]
            .find("p.yaml:1:47: unknown key") == 0);
}
