#include "config/sunspec_points.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "fixture.h"
#include "meter/decode.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;
using meter::Quantity;

namespace {

const std::string head = "model: M\nsource: S\nconfidence: medium\n";
const std::string power = "{quantity: active_power_w, offset: 14, type: int16, scale_factor: 15}";
const std::string import_wh =
    "{quantity: energy_import_wh, offset: 24, type: uint32, scale_factor: 26, resolution: 1000}";

/// A profile whose fifth line is the one layout.
std::string layout(const std::string& keys) { return head + "sunspec:\n  - {" + keys + "}\n"; }
std::string points(const std::string& list) {
  return layout("models: [103], points: [" + list + "]");
}

std::vector<std::string> profile_messages(const std::string& text) {
  const auto result = load_profile("own/inverter", {"f", text});
  std::vector<std::string> found;
  if (const auto* errors = std::get_if<LocatedErrors>(&result)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

/// The one message, at `at` in the text.
void refused(const std::string& text, const std::string& at, const std::string& message) {
  INFO(text);
  const auto found = text.find(at);
  REQUIRE(found != std::string::npos);
  const auto before = text.substr(0, found);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;
  CHECK(profile_messages(text) ==
        std::vector<std::string>{"f:" + std::to_string(line) + ":" + std::to_string(column) + ": " +
                                 message});
}

meter::Profile profile_of(const std::string& text) {
  return std::get<meter::Profile>(load_profile("own/inverter", {"f", text}));
}

/// A site whose grid meter has the profile, with more keys.
std::vector<std::string> site_messages(const std::string& profile, const std::string& keys) {
  auto answers = lookups();
  answers.profile = [&](const std::string&) -> std::optional<SourceText> {
    return SourceText{"f", profile};
  };
  return messages(good_site +
                      "meters:\n  - {name: g, link: \"modbus+tcp://h\", unit: 1, profile: own/m, "
                      "role: grid, max_power: 1MW" +
                      keys +
                      "}\n  - {name: i, link: \"modbus+tcp://h\", unit: 2, profile: own/m, role: "
                      "it, max_power: 1MW}\n",
                  answers);
}

}  // namespace

TEST_CASE("a value and its scale factor are one range, counted from the model's id") {
  const auto profile = profile_of(points(power + ", " + import_wh));
  REQUIRE(profile.sunspec.size() == 1);
  CHECK(profile.sunspec[0].models == std::vector<std::uint16_t>{103});
  const auto& found = profile.sunspec[0].points;
  REQUIRE(found.size() == 2);
  constexpr auto holding = modbus::FunctionCode::read_holding_registers;
  CHECK(found[0].range == modbus::RegisterRange{holding, 14, 2});
  CHECK(found[0].scale_factor == meter::ScaleFactor{0, 1});
  CHECK(found[1].range == modbus::RegisterRange{holding, 24, 3});
  CHECK(found[1].scale_factor == meter::ScaleFactor{0, 2});
  CHECK(found[1].resolution == 1000);
  // A factor may stand before its value, and a float has none.
  const auto others = profile_of(
      points("{quantity: active_power_w, offset: 20, type: int16, scale_factor: 12}, {quantity: "
             "frequency_hz, offset: 24, type: float32}"));
  CHECK(others.sunspec[0].points[0].range == modbus::RegisterRange{holding, 12, 9});
  CHECK(others.sunspec[0].points[0].scale_factor == meter::ScaleFactor{8, 0});
  CHECK(others.sunspec[0].points[1].range == modbus::RegisterRange{holding, 24, 2});
  CHECK(others.sunspec[0].points[1].scale_factor == std::nullopt);
}

TEST_CASE("the patterns for not implemented are those of the type, unless a list replaces them") {
  const auto sentinels = [](const std::string& keys) {
    return profile_of(points(power + ", {" + keys + "}")).sunspec[0].points[1].sentinels;
  };
  using Bits = std::vector<std::uint64_t>;
  CHECK(sentinels("quantity: frequency_hz, offset: 16, type: int16") == Bits{0x8000});
  CHECK(sentinels("quantity: frequency_hz, offset: 16, type: uint16") == Bits{0xFFFF});
  CHECK(sentinels("quantity: frequency_hz, offset: 16, type: int32") == Bits{0x80000000});
  CHECK(sentinels("quantity: frequency_hz, offset: 16, type: uint32") == Bits{0xFFFFFFFF});
  CHECK(sentinels("quantity: frequency_hz, offset: 16, type: int64") == Bits{0x8000000000000000});
  CHECK(sentinels("quantity: frequency_hz, offset: 16, type: float32").empty());
  // Accumulators say it by 0.
  CHECK(sentinels("quantity: energy_import_wh, offset: 16, type: uint32") == Bits{0, 0xFFFFFFFF});
  CHECK(sentinels("quantity: energy_import_wh, offset: 16, type: uint64") ==
        Bits{0, 0xFFFFFFFFFFFFFFFF});
  CHECK(sentinels("quantity: energy_import_wh, offset: 16, type: uint32, sentinels: [0x7]") ==
        Bits{7});
}

TEST_CASE("mistakes in the points of a model are told with their place") {
  refused(points("{quantity: active_power_w, type: int16}"), "{quantity",
          "a point has no \"offset\"; write where it stands, counted from the model's id, for "
          "example offset: 14");
  refused(points(power + ", {quantity: serial, offset: 52, type: uint32}"), "serial",
          "\"quantity\": a SunSpec device tells its serial number as text; remove it");
  refused(points("{quantity: active_power_w, offset: 1, type: int16}"), "1, type",
          "\"offset\": 1 is outside 2 to 65535");
  refused(points("{quantity: active_power_w, offset: 10, type: int16, scale_factor: 135}"), "135",
          "\"scale_factor\": one request must read the value with its scale factor: 126 registers, "
          "more than 125");
  refused(points("{quantity: active_power_w, offset: 10, type: int32, scale_factor: 11}"), "11}",
          "\"scale_factor\": it is within the value itself");
  refused(points("{quantity: active_power_w, offset: 10, type: float32, scale_factor: 12}"), "12}",
          "\"scale_factor\": a float has none; remove it");
  refused(
      points(power + ", {quantity: energy_import_wh, offset: 24, type: uint32, scale_factor: 26}"),
      "{quantity: energy",
      "a point has no \"resolution\"; a register with a scale factor needs the largest step that "
      "it may count in, for example resolution: 1000");
  refused(points("{quantity: active_power_w, offset: 10, type: bcd16}"), "bcd16",
          "unknown type \"bcd16\"; known are uint16, int16, uint32, int32, uint64, int64, float32, "
          "float64");
  refused(points("{quantity: active_power_w, offset: 10, type: int16, adress: 3}"), "adress",
          "unknown key \"adress\"; a point has quantity, offset, type, scale_factor, scale, "
          "resolution, "
          "sentinels, rate");
  refused(points(power + ", " + power), power + "]",
          "duplicate quantity \"active_power_w\", first given in line 5");
}

TEST_CASE("mistakes in the models are told with their place") {
  refused(
      layout("points: [" + power + "]"), "{points",
      "a layout has no \"models\"; write the ids of models with this layout, for example models: "
      "[103]");
  refused(layout("models: [], points: [" + power + "]"), "[]",
          "\"models\": it is empty; write for example models: [103]");
  refused(layout("models: [103, 65535], points: [" + power + "]"), "65535",
          "\"models\": an id is a number from 1 to 65534");
  refused(layout("models: [103, 103], points: [" + power + "]"), "103], p",
          "\"models\": 103 is there already, and would never be used");
  refused(layout("models: [103]"), "{models",
          "a layout has no \"points\"; list at least quantity: active_power_w");
  refused(head + "sunspec: []\n", "[]",
          "\"sunspec\" is empty; list at least one layout with its models");
  refused(points(power + ", " + import_wh) + "  - {models: [113], points: [" + power + "]}\n",
          "[{quantity: active_power_w, offset: 14, type: int16, scale_factor: 15}]}",
          "\"points\": power and registers are active_power_w, in the first layout active_power_w, "
          "energy_import_wh; they must be the same in all, or make two profiles of it");
}

TEST_CASE("a profile has points or sunspec, and no addresses that nobody can know") {
  refused(points(power) + "points: []\n", "[]",
          "\"points\": the addresses of sunspec are found while polling; remove one of them");
  refused(points(power) + "forbidden: []\n", "[]",
          "\"forbidden\": the addresses of sunspec are found while polling; remove one of them");
}

TEST_CASE("a meter of a SunSpec profile is planned by what all of its models have") {
  const auto profile = points(power + ", " + import_wh) +
                       "  - models: [113]\n    points:\n      - {quantity: active_power_w, offset: "
                       "22, type: float32}\n      - {quantity: energy_import_wh, offset: 32, type: "
                       "float32}\n";
  CHECK(site_messages(profile, "") == std::vector<std::string>{});
  auto answers = lookups();
  answers.profile = [&](const std::string&) -> std::optional<SourceText> {
    return SourceText{"f", profile};
  };
  const auto settings = loaded(good_site + good_meters, answers).engine;
  CHECK(settings.connections[0].sunspec.size() == 2);
  CHECK(settings.connections[0].points.size() == 2);
  const auto& import = settings.trackers[0].import;
  REQUIRE(import.has_value());
  CHECK(import->step == Joules{3'600'000});  // 1000 Wh
  CHECK(import->float32_unit == Joules{3600});
  CHECK(!import->modulus.has_value());
  CHECK(settings.trackers[0].has_power);
}

TEST_CASE("what a meter says of addresses or lengths must suit its SunSpec profile") {
  const auto profile = points(power + ", " + import_wh);
  const auto forbidden = site_messages(profile, ", forbidden: [{function: 3, address: 7}]");
  REQUIRE(forbidden.size() == 1);
  CHECK_THAT(forbidden[0],
             Catch::Contains("\"forbidden\": the addresses of a SunSpec device are found while "
                             "polling; remove it"));
  const auto short_one = site_messages(profile, ", max_registers: 2");
  REQUIRE(short_one.size() == 1);
  CHECK_THAT(short_one[0], Catch::Contains("\"max_registers\": energy_import_wh has 3 registers, "
                                           "which one request must read"));
}

TEST_CASE("the shipped SunSpec profiles read what their models mean") {
  const auto shipped = [](const std::string& name) {
    const auto text = read_text(source_file("config/profiles/" + name + ".yaml"));
    return std::get<meter::Profile>(load_profile(name, {name, text}));
  };
  const auto der = shipped("sunspec/der");
  // TotWhAbs at 23 with TotWh_SF at 120: 98 registers.
  const auto& absorbed = der.sunspec[0].points[2];
  CHECK(absorbed.quantity == Quantity::energy_export_wh);
  CHECK(absorbed.range.count == 98);
  std::vector<std::uint16_t> words(98, 0);
  CHECK(std::get<double>(meter::decode(absorbed, words)) == 0);
  std::fill(words.begin(), words.begin() + 4, 0xFFFF);
  CHECK(std::get<meter::NoValue>(meter::decode(absorbed, words)) == meter::NoValue::sentinel);
  for (const auto& name : {"sunspec/inverter", "sunspec/meter"}) {
    const auto profile = shipped(name);
    CHECK(profile.sunspec.size() == 4);
    CHECK(profile.confidence == meter::Confidence::medium);
  }
}
