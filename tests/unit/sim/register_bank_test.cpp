#include "sim/register_bank.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

namespace {

std::vector<std::uint16_t> words(const RegisterBlock& block, int address, int count) {
  const auto first = block.words.begin() + (address - block.first);
  return {first, first + count};
}
using Words = std::vector<std::uint16_t>;

}  // namespace

TEST_CASE("an SDM630 shows watts at 52 and kilowatt-hours at 72 and 74 as float32, function 4") {
  const auto block = registers_of(RegisterKind::sdm630, 10, {1000.0, 1500.0, 250.0});
  CHECK(block.function == 4);
  CHECK(words(block, 52, 2) == Words{0x447a, 0x0000});  // 1000.0f
  CHECK(words(block, 72, 2) == Words{0x3fc0, 0x0000});  // 1.5f kWh
  CHECK(words(block, 74, 2) == Words{0x3e80, 0x0000});  // 0.25f kWh
  CHECK(words(block, 70, 2) == Words{0x4248, 0x0000});  // 50.0f Hz
}

TEST_CASE("a PM5000 shows kilowatts at 3059 and int64 watt-hours at 3203, function 3") {
  const auto block = registers_of(RegisterKind::pm5000, 1, {1500.0, 4294967298.9, 3.0});
  CHECK(block.function == 3);
  CHECK(words(block, 3059, 2) == Words{0x3fc0, 0x0000});                  // 1.5f kW
  CHECK(words(block, 3203, 4) == Words{0x0000, 0x0001, 0x0000, 0x0002});  // 2^32 + 2
  CHECK(words(block, 3207, 4) == Words{0x0000, 0x0000, 0x0000, 0x0003});
  CHECK(words(block, 3019, 1) == Words{0xffff});  // no value there
}

TEST_CASE("the generic maps show what their description says") {
  const MeterValues values{-2.0, 70000.0, 0.0};
  const auto integers = registers_of(RegisterKind::generic_int64, 1, values);
  CHECK(words(integers, 0, 4) == Words{0, 0, 1, 0x1170});  // 65536 + 4464
  CHECK(words(integers, 4, 2) == Words{0xc000, 0x0000});   // -2.0f
  const auto floats = registers_of(RegisterKind::generic_float32, 10, values);
  CHECK(words(floats, 0, 2) == Words{0xc000, 0x0000});
  CHECK(words(floats, 2, 2) == Words{0x428c, 0x0000});  // 70.0f kWh
}

TEST_CASE("a water meter shows whole litres as uint32") {
  const auto block = registers_of(RegisterKind::water, 1, {800.0, 70000.9, 0.0});
  CHECK(block.function == 3);
  CHECK(words(block, 0, 2) == Words{1, 0x1170});  // 65536 + 4464
}

TEST_CASE("energy is counted down to the register's step") {
  constexpr auto kind = RegisterKind::generic_int64;
  CHECK(shown_energy_wh(kind, 1, 1'234'567.9) == 1'234'567.0);
  CHECK(shown_energy_wh(kind, 1000, 1'234'567.9) == 1'234'000.0);
  CHECK(shown_energy_wh(kind, 400'000, 1'234'567.9) == 1'200'000.0);
}

TEST_CASE("a float32 register loses single kilowatt-hours above 16,777,216 kWh") {
  CHECK(shown_energy_wh(RegisterKind::sdm630, 1000, 16'777'217e3) == 16'777'216e3);
  CHECK(shown_energy_wh(RegisterKind::pm5000, 1000, 16'777'217e3) == 16'777'217e3);
}

TEST_CASE("register kinds read back by name and know their import register") {
  for (const auto kind : {RegisterKind::sdm630, RegisterKind::pm5000, RegisterKind::generic_float32,
                          RegisterKind::generic_int64, RegisterKind::water})
    CHECK(register_kind_from_name(name(kind)) == kind);
  CHECK_FALSE(register_kind_from_name("sdm120"));
  CHECK(import_register(RegisterKind::sdm630).first == 72);
  CHECK(import_register(RegisterKind::pm5000).count == 4);
}
