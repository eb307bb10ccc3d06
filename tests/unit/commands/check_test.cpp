#include "commands/check.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "commands/bus_description.h"

using namespace pue;
using namespace pue::commands;
using namespace std::chrono;

namespace {

const std::string example = std::string(PUE_SOURCE_DIR) + "/config/examples/horinger.yaml";
constexpr year_month_day first_of_march = 2026y / March / 1;

std::string described() {
  std::ostringstream out, errors;
  REQUIRE(check(example, first_of_march, false, out, errors) == 0);
  CHECK(errors.str().empty());
  return out.str();
}

}  // namespace

TEST_CASE("check prints each request as it goes over the wire") {
  const auto text = described();
  // Modbus Application Protocol 1.1b3, 6.4: unit 1, function 4, address 0x0000, 76 = 0x4C
  // registers; the answer is 7 + 2 + 2 · 76 = 161 bytes.
  CHECK(text.find(
            "  unit 1 function 4 address 0-75 (30001-30076), 76 registers: 12 bytes out, 161 "
            "in, fast\n    xx xx 00 00 00 06 01 04 00 00 00 4c\n    ups-a-in: active_power_w") !=
        std::string::npos);
  CHECK(
      text.find("Bus modbus+tcp://10.1.0.5:502 (gw-ups), gap 40ms, timeout 1s, busy bound 5s\n") !=
      std::string::npos);
  CHECK(text.find("Bus modbus+tcp://10.0.0.11:502, gap 0s, timeout 1s\n") != std::string::npos);
  CHECK(text.find("Bus modbus+rtu:/dev/ttyUSB0 (rs485-a), gap 0s, timeout 1s, busy bound 1s\n") !=
        std::string::npos);
  CHECK(request_bytes({7, {modbus::FunctionCode::read_input_registers, 52, 24}},
                      modbus::SerialAddress{}) == "07 04 00 34 00 18");
  CHECK(request_bytes({7, {modbus::FunctionCode::read_input_registers, 52, 24}},
                      modbus::TcpAddress{"h", 1, modbus::TcpAddress::Framing::rtu}) ==
        "07 04 00 34 00 18");
}

TEST_CASE("check prints the boundary equation, the category and what the next one lacks") {
  const auto text = described();
  CHECK(text.find("Boundary: E_facility = utility-1 + pv-roof; E_it = ups-a-out\n") !=
        std::string::npos);
  CHECK(text.find("PUE category 1") != std::string::npos);
  CHECK(text.find("missing for category 2: meters with point: pdu_output below ups-a-out") !=
        std::string::npos);
}

TEST_CASE("check prints the caps that apply and why, and whom to trust less") {
  const auto text = described();
  CHECK(text.find("  nm-2025-hub-new-large: PUE <= 1.25 since 2025-01-01: inside a computing-hub "
                  "node; 4200 standard racks, at least 3000; commissioned 2024-05-01") !=
        std::string::npos);
  CHECK(text.find("WARNING: utility-1: the register map schneider/pm5000 has confidence medium") !=
        std::string::npos);
}

TEST_CASE("check of a bad configuration prints its errors and nothing else") {
  const auto file = std::string(PUE_SOURCE_DIR) + "/config/policies/inner-mongolia.yaml";
  std::ostringstream out, errors;
  CHECK(check(file, first_of_march, false, out, errors) == 1);
  CHECK(out.str().empty());
  CHECK(errors.str().find(file + ":10:1: unknown key \"policies\"") != std::string::npos);
}

TEST_CASE("check says that the addresses of a SunSpec device are found while polling") {
  engine::Settings settings;
  settings.links = {{"pv", modbus::TcpAddress{"10.0.0.9"}}};
  engine::MeterConnection connection;
  connection.unit = 3;
  meter::Point power;
  power.range = {modbus::FunctionCode::read_holding_registers, 14, 2};
  connection.sunspec = {{{103, 101}, {power}}};
  connection.points = meter::declared_points(connection.sunspec);
  settings.connections = {connection};
  settings.site.meters.resize(1);
  settings.site.meters[0].name = "roof";
  std::ostringstream out;
  describe_buses(settings, out);
  // The answer: 7 + 2 + 2 · 2 = 13 bytes. 10 ms each 5 s are 0.2 %.
  CHECK(out.str() ==
        "\nBus modbus+tcp://10.0.0.9:502 (pv), gap 0s, timeout 1s\n"
        "  unit 3 function 3 at an address that is found while polling, 2 registers: 12 bytes out, "
        "13 in, fast\n"
        "    roof: active_power_w\n"
        "  unit 3 roof: SunSpec, its models are looked for before the first value and when it was "
        "silent; assumed here is model 103\n"
        "  fast: 10 ms every 5s\n"
        "  predicted bus load 0.2 %\n");
}

TEST_CASE("check says which meters water and reused heat come from") {
  CHECK(described().find("Water, for WUE: make-up-water\n") != std::string::npos);
  CHECK(described().find("ERF") == std::string::npos);
  const auto folder = std::filesystem::temp_directory_path() / "pued_check_water";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(std::filesystem::path(example).parent_path(), folder);
  const auto file = folder / "horinger.yaml";
  std::ifstream whole(example);
  std::stringstream text;
  text << whole.rdbuf();
  auto site = text.str();
  const std::string list = "\nmeters:\n";
  REQUIRE(site.find(list) != std::string::npos);
  site.insert(
      site.find(list) + list.size(),
      "  - {name: towers, link: \"modbus+tcp://10.0.0.33\", unit: 1, role: water, max_flow: "
      "20m3/h, points: [{quantity: volume_m3, function: 4, address: 0, type: uint32}]}\n"
      "  - {name: heating, link: \"modbus+tcp://10.0.0.32\", unit: 1, role: heat_reuse, "
      "max_power: 1MW, points: [{quantity: energy_thermal_wh, function: 4, address: 0, "
      "type: uint32}]}\n");
  std::ofstream(file) << site;
  std::ostringstream out, errors;
  CHECK(check(file, first_of_march, false, out, errors) == 0);
  std::filesystem::remove_all(folder);
  CHECK(errors.str().empty());
  CHECK(out.str().find("Water, for WUE: towers + make-up-water\nReused heat, for ERF: heating\n") !=
        std::string::npos);
}
