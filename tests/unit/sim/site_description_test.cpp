#include "sim/site_description.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sim/config_writer.h"

using namespace pue::sim;

namespace {

std::string demo_text() {
  std::ifstream in(PUE_SOURCE_DIR "/tests/sim/sites/demo.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string refusal(const std::string& text) {
  const auto site = parse_site(text);
  return site ? "" : site.error().message;
}

const char* const ports = "ports: [{name: a}, {name: s, serial: true}]\n";

}  // namespace

TEST_CASE("the demonstration site has fifteen meters on five ports, one of them serial") {
  const auto site = parse_site(demo_text());
  REQUIRE(site.has_value());
  CHECK(site->meters.size() == 15);
  CHECK(site->ports.size() == 5);
  CHECK(site->ports.back().serial);
}

TEST_CASE("what SITE.yaml cannot mean is refused with its line") {
  const std::string grid = "{name: grid, port: a, measures: grid, registers: pm5000}";
  CHECK(refusal(std::string(ports) + "meters:\n  - {name: grid, prt: a}\n") ==
        "line 3: unknown key \"prt\"");
  CHECK(refusal(std::string(ports) + "meters: [" + grid + ", " + grid + "]") ==
        "line 2: a second meter \"grid\"");
  CHECK(refusal(std::string(ports) + "meters: [{name: x, port: b, measures: grid}]") ==
        "line 2: no port \"b\" under ports:");
  CHECK(refusal(std::string(ports) + "meters: [{name: x, port: a, measures: boiler}]") ==
        "line 2: \"boiler\" is no value of measures");
  CHECK(refusal("ports: [{name: s, serial: true, rtu: true}]\n") ==
        "line 1: rtu: is of TCP; a serial port is RTU anyway");
  CHECK(refusal("[]") == "a map with plant, ports and meters is expected");
}

TEST_CASE("further PDU meters and the first two together measure both UPS outputs") {
  const auto site = with_extra_meters(*parse_site(demo_text()), 205);
  REQUIRE(site.has_value());
  CHECK(site->meters.size() == 220);
  CHECK(site->ports.size() == 5 + 3);  // 100 units a port
  double share_a = 0, share_b = 0;
  for (const auto& meter : site->meters) {
    if (meter.measures == Signal::pdu_a) share_a += meter.share;
    if (meter.measures == Signal::pdu_b) share_b += meter.share;
  }
  CHECK(share_a == Approx(1.0));
  CHECK(share_b == Approx(1.0));
}

TEST_CASE("register steps are read") {
  CHECK(*parse_register_step("400kWh") == 400'000);
  CHECK_FALSE(parse_register_step("5kWh").has_value());
}

TEST_CASE("the written configuration names each meter, its link and its map") {
  auto site = *parse_site(demo_text());
  for (auto& meter : site.meters)
    if (meter.name == "grid") meter.step_wh = 1000;
  const std::vector<std::string> urls{"modbus+tcp://127.0.0.1:1001", "b", "c", "d", "e"};
  const YAML::Node config = YAML::Load(pued_config(site, {urls, "l.db", "5s"}));
  CHECK(config["links"]["utility"]["url"].as<std::string>() == "modbus+tcp://127.0.0.1:1001");
  CHECK(config["meters"].size() == 15);
  // A step other than the profile's own needs points that say so.
  const auto grid = config["meters"][0];
  CHECK_FALSE(grid["profile"]);
  CHECK(grid["points"][1]["resolution"].as<int>() == 1000);
  CHECK(config["meters"][1]["profile"].as<std::string>() == "schneider/pm5000");
  CHECK(config["meters"][2]["parent"].as<std::string>() == "ups-a-in");
  CHECK(config["ledger"]["path"].as<std::string>() == "l.db");
  CHECK(config["ledger"]["checkpoints"].as<std::string>() == "checkpoints");
  CHECK(config["virtual_meters"].size() == 2);
}
