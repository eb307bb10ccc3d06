#include "config/modicon.h"

#include <catch2/catch.hpp>

using namespace pue::config;
using pue::modbus::FunctionCode;

TEST_CASE("a Modicon number is a table and an address counted from 1") {
  CHECK(*parse_modicon("30053") == WireAddress{FunctionCode::read_input_registers, 52});
  CHECK(*parse_modicon("40001") == WireAddress{FunctionCode::read_holding_registers, 0});
  CHECK(*parse_modicon("10001") == WireAddress{FunctionCode::read_discrete_inputs, 0});
  CHECK(*parse_modicon("00017") == WireAddress{FunctionCode::read_coils, 16});
  CHECK(*parse_modicon("49999") == WireAddress{FunctionCode::read_holding_registers, 9998});
  CHECK(*parse_modicon("465536") == WireAddress{FunctionCode::read_holding_registers, 65535});
  CHECK(*parse_modicon("300053") == WireAddress{FunctionCode::read_input_registers, 52});
}

TEST_CASE("what is no Modicon number is refused") {
  for (const auto* text : {"52", "3060", "30000", "300000", "465537", "20001", "50001", "4000001",
                           "4000a", "", "-30053"}) {
    INFO(text);
    CHECK(parse_modicon(text).has_error());
  }
}

TEST_CASE("a wire address is echoed as its Modicon number") {
  CHECK(modicon_number({FunctionCode::read_input_registers, 52}) == "30053");
  CHECK(modicon_number({FunctionCode::read_holding_registers, 9998}) == "49999");
  CHECK(modicon_number({FunctionCode::read_holding_registers, 9999}) == "410000");
  CHECK(modicon_number({FunctionCode::read_coils, 0}) == "00001");
}
