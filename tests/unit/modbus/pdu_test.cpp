#include "modbus/pdu.h"

#include <catch2/catch.hpp>

using namespace pue::modbus;
using Bytes = std::vector<std::uint8_t>;

// The examples of the Modbus Application Protocol 1.1b3, 6.1 to 6.4.

TEST_CASE("a request's PDU is function, address and count") {
  const auto bytes = request_pdu({FunctionCode::read_holding_registers, 0x6B, 3});
  CHECK(Bytes(bytes.begin(), bytes.end()) == Bytes{0x03, 0x00, 0x6B, 0x00, 0x03});
}

TEST_CASE("the specification's answers mean what it says") {
  const RegisterRange holding{FunctionCode::read_holding_registers, 0x6B, 3};
  CHECK(std::get<RegisterBlock>(interpret_pdu(Bytes{0x03, 0x06, 0x02, 0x2B, 0, 0, 0, 0x64},
                                              holding)) == RegisterBlock{holding, {555, 0, 100}});
  const RegisterRange input{FunctionCode::read_input_registers, 8, 1};
  CHECK(std::get<RegisterBlock>(interpret_pdu(Bytes{0x04, 0x02, 0x00, 0x0A}, input)) ==
        RegisterBlock{input, {10}});
  // "The status of outputs 27-20 is shown as CD": 27 is the most significant bit.
  const RegisterRange coils{FunctionCode::read_coils, 0x13, 19};
  const auto block = std::get<RegisterBlock>(interpret_pdu(Bytes{1, 3, 0xCD, 0x6B, 0x05}, coils));
  CHECK(block.words == std::vector<std::uint16_t>{1, 0, 1, 1, 0, 0, 1, 1,  // CD
                                                  1, 1, 0, 1, 0, 1, 1, 0,  // 6B
                                                  1, 0, 1});               // 05
}

TEST_CASE("the data of an answer has two bytes a register and a byte for eight bits") {
  CHECK(data_bytes({FunctionCode::read_holding_registers, 0, 125}) == 250);
  CHECK(data_bytes({FunctionCode::read_discrete_inputs, 0, 8}) == 1);
  CHECK(data_bytes({FunctionCode::read_discrete_inputs, 0, 9}) == 2);
}
