#include "commands/init.h"

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "runtime/data_files.h"
#include "runtime/load_configuration.h"

using namespace pue;
using namespace pue::commands;

namespace {

meter::Profile shipped(const std::string& name) {
  const runtime::DataFiles files({std::string(PUE_SOURCE_DIR) + "/config"});
  return std::get<meter::Profile>(config::load_profile(name, *files.profile(name)));
}

/// A device with function 4 alone, whose registers are all float32 50.0 (0x42480000): a possible
/// frequency, power, energy, voltage; no power factor.
Result<modbus::RegisterBlock> all_fifty(const modbus::Request& request) {
  if (request.range.function != modbus::FunctionCode::read_input_registers) {
    return Error{"exception 1"};
  }
  return modbus::RegisterBlock{request.range, {0x4248, 0x0000}};
}

}  // namespace

TEST_CASE("a profile is judged by the values that are possible") {
  const auto fit = try_profile(shipped("eastron/sdm630"), 1, all_fifty);
  CHECK(fit.total == 14);
  CHECK(fit.good == 13);  // all but power_factor 50
  CHECK(fit.power_watts == 50.0);
  CHECK_FALSE(fit.failure.has_value());
  CHECK(is_possible(meter::Quantity::frequency_hz, 50));
  CHECK_FALSE(is_possible(meter::Quantity::frequency_hz, 0));
  CHECK_FALSE(is_possible(meter::Quantity::energy_import_wh, -1));
}

TEST_CASE("init takes the profile that fits best, and its configuration passes check") {
  std::ostringstream out;
  const std::vector profiles = {shipped("generic/float32"), shipped("eastron/sdm630")};
  REQUIRE(init({"modbus+tcp://10.0.0.11", 7, {}}, profiles, all_fifty, out).has_value());
  const auto loaded = config::load({"new.yaml", out.str()}, runtime::lookups_for("new.yaml"));
  REQUIRE(std::holds_alternative<config::Configuration>(loaded));
  const auto& settings = std::get<config::Configuration>(loaded).engine;
  CHECK(settings.connections[0].profile == "eastron/sdm630");
  CHECK(settings.connections[0].unit == 7);
  CHECK(settings.site.meters[0].role == site::Role::grid);
  CHECK(settings.trackers[0].max_power == Watts{100e3});
}

TEST_CASE("what a SunSpec device says of itself comes before all that fits by its values") {
  // Registers of 50.0 everywhere for function 4; by function 3 a chain at 40000 whose model 113 has
  // 50 W, 50 Wh, 50 V, 50 A and 50 Hz.
  const auto device = [](const modbus::Request& request) -> Result<modbus::RegisterBlock> {
    if (request.range.function == modbus::FunctionCode::read_input_registers) {
      return all_fifty(request);
    }
    const std::map<int, std::vector<std::uint16_t>> chain = {
        {40000, {0x5375, 0x6E53}}, {40002, {1, 66}}, {40070, {113, 60}}, {40132, {0xFFFF, 0}}};
    const auto header = chain.find(request.range.address);
    if (header != chain.end()) return modbus::RegisterBlock{request.range, header->second};
    const bool in_model = request.range.address > 40071 && request.range.address < 40132;
    if (!in_model) return Error{"exception 2"};
    return modbus::RegisterBlock{request.range, {0x4248, 0x0000}};
  };
  const std::vector profiles = {shipped("eastron/sdm630"), shipped("sunspec/inverter"),
                                shipped("sunspec/meter")};
  const auto tried = try_profiles(profiles, 1, device);
  REQUIRE(tried.best.has_value());
  CHECK(tried.best->name == "sunspec/inverter");
  CHECK(tried.best->good == 9);
  CHECK(tried.best->total == 9);
  CHECK(tried.best->as_good.empty());
  // A device without SunSpec is judged by its values, as if there were no such profiles.
  const auto plain = try_profiles(profiles, 1, all_fifty);
  REQUIRE(plain.best.has_value());
  CHECK(plain.best->name == "eastron/sdm630");
}

TEST_CASE("init tells editors where the schema is, in the first line") {
  std::ostringstream out;
  const InitOptions options{"modbus+tcp://10.0.0.11", 7, {}, "/usr/share/pued/pued.schema.json"};
  REQUIRE(init(options, {shipped("eastron/sdm630")}, all_fifty, out).has_value());
  CHECK(out.str().starts_with(
      "# yaml-language-server: $schema=/usr/share/pued/pued.schema.json\n# Written by"));
}

TEST_CASE("init names the profiles that fit as well: values cannot tell them apart") {
  // Every register is 50.0 but those of the power factor, 0.5 (0x3F000000): all of the SDM630 and
  // of the SDM72D are possible, which have the same points, and all of the SDM120 but its power
  // factor.
  const auto meter = [](const modbus::Request& request) -> Result<modbus::RegisterBlock> {
    if (request.range.address == 62) return modbus::RegisterBlock{request.range, {0x3F00, 0x0000}};
    return all_fifty(request);
  };
  const std::vector profiles = {shipped("eastron/sdm120"), shipped("eastron/sdm630"),
                                shipped("eastron/sdm72d-v2")};
  std::ostringstream out;
  REQUIRE(init({"modbus+tcp://10.0.0.11", 7, {}}, profiles, meter, out).has_value());
  CHECK_THAT(out.str(), Catch::Contains("14 of 14 values of profile eastron/sdm630 are possible.\n"
                                        "  # GUESS: eastron/sdm72d-v2 would fit as well; look at "
                                        "the model on its name plate.\n"));
}

TEST_CASE("init says why when nothing answers or nothing fits") {
  std::ostringstream out;
  const auto silent = [](const modbus::Request&) -> Result<modbus::RegisterBlock> {
    return Error{"no answer"};
  };
  const std::vector profiles = {shipped("eastron/sdm630")};
  CHECK(init({"modbus+tcp://h", 1, {}}, profiles, silent, out).error().message == "no answer");
  const auto zero_nan = [](const modbus::Request& r) -> Result<modbus::RegisterBlock> {
    return modbus::RegisterBlock{r.range, {0x7FC0, 0x0000}};
  };
  CHECK(init({"modbus+tcp://h", 1, {}}, profiles, zero_nan, out)
            .error()
            .message.find("no profile gives a possible power") != std::string::npos);
  CHECK(out.str().empty());
}

TEST_CASE("max_power is guessed as a round number of at least four times the reading") {
  const auto text = [](double watts) {
    return first_configuration("modbus+tcp://h", 1, {"eastron/sdm630", 1, 1, watts, {}});
  };
  CHECK(text(10e3).find("max_power: 100kW ") != std::string::npos);
  CHECK(text(30e3).find("max_power: 200kW ") != std::string::npos);      // 4 × 30 = 120
  CHECK(text(-2.6e6).find("max_power: 20000kW ") != std::string::npos);  // 4 × 2600 = 10400
}

TEST_CASE("a device path with quotes stays inside its quotes") {
  const auto text = first_configuration("modbus+rtu:/dev/a\"b", 1, {"x/y", 1, 1, {}, {}});
  CHECK(text.find("link: \"modbus+rtu:/dev/a\\\"b\"\n") != std::string::npos);
}
