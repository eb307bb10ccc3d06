// load_profile: one register map, its mistakes, and the maps that ship.
#include <catch2/catch.hpp>

#include "fixture.h"
#include "meter/decode.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

meter::Profile shipped(const std::string& name) {
  const auto text = read_text(source_file("config/profiles/" + name + ".yaml"));
  return std::get<meter::Profile>(load_profile(name, {name, text}));
}

const meter::Point& point_of(const meter::Profile& profile, meter::Quantity quantity) {
  for (const auto& point : profile.points) {
    if (point.quantity == quantity) return point;
  }
  throw std::logic_error("no such point");
}

}  // namespace

TEST_CASE("the SDM630 is read by function 4: total power at 52 in W, imported kWh at 72") {
  const auto profile = shipped("eastron/sdm630");
  CHECK(profile.confidence == meter::Confidence::high);
  const auto& power = point_of(profile, meter::Quantity::active_power_w);
  CHECK(power.range == modbus::RegisterRange{modbus::FunctionCode::read_input_registers, 52, 2});
  const auto& energy = point_of(profile, meter::Quantity::energy_import_wh);
  // struct.pack('>f', 1234.5) = 44 9a 50 00: 1234.5 kWh are 1,234,500 Wh.
  const std::vector<std::uint16_t> words = {0x449A, 0x5000};
  CHECK(std::get<double>(meter::decode(energy, words)) == 1'234'500.0);
  CHECK(meter::register_step(energy, 1'234'500) == 10);  // the display's 0.01 kWh
}

TEST_CASE("the PM5000 is read by function 3: power in kW at 3059, Wh as int64 at 3203") {
  const auto profile = shipped("schneider/pm5000");
  CHECK(profile.confidence == meter::Confidence::medium);
  const auto& power = point_of(profile, meter::Quantity::active_power_w);
  // 0x41200000 is 10.0: 10 kW are 10,000 W.
  const std::vector<std::uint16_t> ten = {0x4120, 0x0000};
  CHECK(std::get<double>(meter::decode(power, ten)) == 10'000.0);
  const auto& energy = point_of(profile, meter::Quantity::energy_import_wh);
  CHECK(energy.range ==
        modbus::RegisterRange{modbus::FunctionCode::read_holding_registers, 3203, 4});
  const std::vector<std::uint16_t> unavailable = {0x8000, 0, 0, 0};
  CHECK(std::get<meter::NoValue>(meter::decode(energy, unavailable)) == meter::NoValue::sentinel);
}

TEST_CASE("mistakes in a profile are told with their place") {
  const auto loaded = load_profile("x/y", {"f",
                                           "model: M\nsource: S\nconfidence: sure\n"
                                           "max_registers: 200\npoints: {}\n"});
  std::vector<std::string> errors;
  for (const auto& error : std::get<LocatedErrors>(loaded)) errors.push_back(error.text());
  CHECK(errors ==
        std::vector<std::string>{"f:3:13: \"confidence\": \"sure\" is not high, medium or low",
                                 "f:4:16: \"max_registers\": 200 is outside 4 to 125",
                                 "f:5:9: \"points\" must be a list, it is a mapping"});
}
