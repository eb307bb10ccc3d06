#include "config/points.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("mistakes in points are told with their place") {
  const std::string energy = "quantity: energy_import_wh, function: 3, address: 0";
  const std::string power = "quantity: active_power_w, type: float32";
  check_all({
      {with_point("quantity: status, address: 30053, type: bcd64"),
       {{"status", "quantity \"status\" is not supported yet by this version"},
        {"bcd64",
         "unknown type \"bcd64\"; known are bool, bit, uint16, int16, uint32, int32, uint64, "
         "int64, float16, float32, float64, bcd16, bcd32, mod10k"}}},
      {with_point("quantity: active_powr_w, address: 30053, type: float"),
       {{"active_powr_w", "unknown quantity \"active_powr_w\", did you mean \"active_power_w\"?"},
        {"float",
         "unknown type \"float\"; known are bool, bit, uint16, int16, uint32, int32, uint64, "
         "int64, float16, float32, float64, bcd16, bcd32, mod10k"}}},
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
        {"modulus: |10", "\"modulus\": only a register wraps; remove it"},
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
      {with_point("quantity: energy_net_wh, address: 30001, type: int32, modulus: 1000"),
       {{"modulus: |1000",
         "\"modulus\": a net register counts both ways and never wraps; remove it"}}},
      {with_point(power + ", address: 40001, rate: slow"),
       {{"rate: |slow", "\"rate\": active_power_w is needed more often; write fast or medium"}}},
      {with_point(energy + ", type: uint32, rate: often"),
       {{"rate: |often", "\"rate\": \"often\" is not a rate; write fast, medium or slow"}}},
      {with_point("quantity: voltage_l1_v, address: 30001, type: float32"),
       {{"|{name: light",
         "meter \"light\" measures no energy; it needs active_power_w, energy_import_wh, "
         "energy_export_wh or energy_net_wh"}}},
      {with_point(power + ", address: 30001}, {" + power + ", address: 30003"),
       {{"|{quantity: active_power_w, type: float32, address: 30003",
         "duplicate quantity \"active_power_w\", first given in line 6"}}},
  });
}

TEST_CASE("mistakes in how many registers a point has are told with their place") {
  const std::string energy = "quantity: energy_import_wh, function: 3, address: 0";
  check_all({
      {with_point(energy + ", type: mod10k"),
       {{"|{quantity: energy_import_wh",
         "a point has no \"words\"; write how many registers the value has, for example words: "
         "4"}}},
      {with_point(energy + ", type: mod10k, words: 5"),
       {{"words: |5", "\"words\": 5 is outside 1 to 4"}}},
      {with_point(energy + ", type: bcd32, words: 2"),
       {{"words: |2", "\"words\": bcd32 always has 2; only a point of type mod10k says it"}}},
      {with_point(
           "quantity: energy_import_wh, function: 3, address: 65533, type: mod10k, words: 4"),
       {{"address: |65533", "\"address\": 4 registers from 65533 end beyond 65535"}}},
      {with_point(energy + ", type: mod10k, words: 3, order: cdabghef, sentinels: "
                           "[0xFFFFFFFFFFFF, 0x1000000000000]"),
       {{"order: |cdab",
         "\"order\": cdabghef names eight bytes, mod10k has 6; write abcd, cdab, badc or dcba"},
        {"0x1000000000000", "\"sentinels\": 0x1000000000000 does not fit into mod10k"}}},
  });
}

TEST_CASE("a serial number is a whole number, as it stands in the registers") {
  check_all({{with_point("quantity: active_power_w, address: 30001, type: float32}, {quantity: "
                         "serial, address: 30053, type: float32, scale: 10, resolution: 1"),
              {{"30053, type: |float32, scale",
                "\"type\": float32 cannot hold a serial number; uint16, uint32, uint64, bcd16, "
                "bcd32 and mod10k can"},
               {"scale: |10", "\"scale\": a serial number has none; remove it"},
               {"resolution: |1", "\"resolution\": a serial number has none; remove it"}}}});
}

TEST_CASE("every key of a point reaches its place") {
  const auto settings =
      loaded(with_point("quantity: energy_import_wh, function: 3, address: 72, type: int64, "
                        "order: cdabghef, scale: 10, modulus: 1e9, resolution: 100, sentinels: "
                        "[0x8000000000000000]}, {quantity: temperature_c, address: 410001, type: "
                        "bit, bit: 3"))
          .engine;
  const auto& points = settings.connections[2].points;
  REQUIRE(points.size() == 2);
  CHECK(points[0].range ==
        modbus::RegisterRange{modbus::FunctionCode::read_holding_registers, 72, 4});
  CHECK(points[0].type == meter::ValueType::int64);
  CHECK(points[0].order.name() == "cdabghef");
  CHECK(points[0].scale == 10);
  CHECK(points[0].modulus == 1e9);
  CHECK(points[0].resolution == 100);
  CHECK(points[0].sentinels == std::vector<std::uint64_t>{0x8000000000000000});
  CHECK(points[1].range ==
        modbus::RegisterRange{modbus::FunctionCode::read_holding_registers, 10000, 1});
  CHECK(points[1].bit == 3);
}

TEST_CASE("a point has as many registers as its type, or of mod10k as it says") {
  const auto settings =
      loaded(
          with_point("quantity: energy_import_wh, function: 3, address: 10, type: mod10k, words: "
                     "3, order: cdab, scale: 1000, sentinels: [0xFFFFFFFFFFFF]}, {quantity: "
                     "energy_export_wh, function: 3, address: 20, type: bcd32}, {quantity: "
                     "active_power_w, function: 3, address: 30, type: bcd16"))
          .engine;
  const auto& points = settings.connections[2].points;
  REQUIRE(points.size() == 3);
  CHECK(points[0].type == meter::ValueType::mod10k);
  CHECK(points[0].range.count == 3);
  CHECK(points[0].order.name() == "cdab");
  CHECK(points[0].sentinels == std::vector<std::uint64_t>{0xFFFFFFFFFFFF});
  CHECK(points[1].type == meter::ValueType::bcd32);
  CHECK(points[1].range.count == 2);
  CHECK(points[2].range.count == 1);
  // A register of kWh moves in whole kWh.
  CHECK(settings.trackers[2].import->step == Joules{3'600'000});
}
