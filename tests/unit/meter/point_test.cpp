#include "meter/point.h"

#include <catch2/catch.hpp>

using namespace pue::meter;

namespace {

std::uint64_t assembled(const char* letters, std::vector<std::uint16_t> words) {
  return Order::parse(letters).value().assemble(words.data(), words.size());
}

Point register_of(ValueType type, double scale) {
  Point point;
  point.type = type;
  point.scale = scale;
  return point;
}

}  // namespace

TEST_CASE("the four orders say how 32 bits arrive") {
  // The value 0x0A0B0C0D is A=0A B=0B C=0C D=0D; each row is its bytes in the order named.
  CHECK(assembled("abcd", {0x0A0B, 0x0C0D}) == 0x0A0B0C0D);
  CHECK(assembled("cdab", {0x0C0D, 0x0A0B}) == 0x0A0B0C0D);
  CHECK(assembled("badc", {0x0B0A, 0x0D0C}) == 0x0A0B0C0D);
  CHECK(assembled("dcba", {0x0D0C, 0x0B0A}) == 0x0A0B0C0D);
}

TEST_CASE("the same four rules hold for 16 bits") {
  // One word: reversing words changes nothing, swapping bytes does.
  CHECK(assembled("abcd", {0x0A0B}) == 0x0A0B);
  CHECK(assembled("cdab", {0x0A0B}) == 0x0A0B);
  CHECK(assembled("badc", {0x0B0A}) == 0x0A0B);
  CHECK(assembled("dcba", {0x0B0A}) == 0x0A0B);
}

TEST_CASE("the same four rules hold for 64 bits") {
  constexpr std::uint64_t value = 0x0102030405060708;
  CHECK(assembled("abcd", {0x0102, 0x0304, 0x0506, 0x0708}) == value);
  CHECK(assembled("cdab", {0x0708, 0x0506, 0x0304, 0x0102}) == value);
  CHECK(assembled("badc", {0x0201, 0x0403, 0x0605, 0x0807}) == value);
  CHECK(assembled("dcba", {0x0807, 0x0605, 0x0403, 0x0201}) == value);
}

TEST_CASE("the same four rules hold for 48 bits") {
  CHECK(assembled("abcd", {0x0102, 0x0304, 0x0506}) == 0x010203040506);
  CHECK(assembled("cdab", {0x0506, 0x0304, 0x0102}) == 0x010203040506);
  CHECK(assembled("badc", {0x0201, 0x0403, 0x0605}) == 0x010203040506);
  CHECK(assembled("dcba", {0x0605, 0x0403, 0x0201}) == 0x010203040506);
}

TEST_CASE("eight letters name any order of 64 bits") {
  constexpr std::uint64_t value = 0x0102030405060708;  // a=01 … h=08
  CHECK(assembled("cdabghef", {0x0304, 0x0102, 0x0708, 0x0506}) == value);
  CHECK(assembled("efghabcd", {0x0506, 0x0708, 0x0102, 0x0304}) == value);
  CHECK(assembled("hgfedcba", {0x0807, 0x0605, 0x0403, 0x0201}) == value);
  CHECK(assembled("badcfehg", {0x0201, 0x0403, 0x0605, 0x0807}) == value);
}

TEST_CASE("an order keeps its name and knows what it fits") {
  for (const auto* letters : {"abcd", "cdab", "badc", "dcba", "cdabghef", "abcdefgh"}) {
    CHECK(Order::parse(letters).value().name() == letters);
  }
  CHECK(Order{}.name() == "abcd");
  CHECK(Order::parse("cdab").value().fits(1));
  CHECK(Order::parse("cdabghef").value().fits(4));
  CHECK_FALSE(Order::parse("cdabghef").value().fits(2));
}

TEST_CASE("what is not an order is refused") {
  for (const auto* letters :
       {"", "ab", "ABCD", "acbd", "abcdefg", "abcdefgg", "abcdefgi", "abcda"}) {
    INFO(letters);
    CHECK_FALSE(Order::parse(letters).has_value());
  }
}

TEST_CASE("an integer register steps by its scale, or by a coarser declared resolution") {
  auto point = register_of(ValueType::uint32, 10);  // tens of Wh
  CHECK(register_step(point, 123450) == 10);
  point.resolution = 1000;  // the device rounds to kWh
  CHECK(register_step(point, 123450) == 1000);
  point.resolution = 1;
  CHECK(register_step(point, 123450) == 10);
  CHECK(register_step(register_of(ValueType::bcd32, 100), 99'999'999) == 100);
  CHECK(register_step(register_of(ValueType::mod10k, 1000), 1e15) == 1000);
}

TEST_CASE("a float32 register steps by the larger of its declared resolution and its ulp") {
  auto point = register_of(ValueType::float32, 1000);  // kWh
  // ulp(1) of a 24-bit mantissa is 2^-23 kWh; × 1000 Wh.
  CHECK(register_step(point, 1000) == 1000 * 0x1p-23);
  // 16,777,216 kWh = 2^24: the next number is 2 away, so the register moves in 2 kWh.
  CHECK(register_step(point, 16'777'216'000.0) == 2000);
  // 10,000,000 kWh lies in [2^23, 2^24): neighbours are 1 kWh apart.
  CHECK(register_step(point, 1e10) == 1000);
  point.resolution = 10;
  CHECK(register_step(point, 1000) == 10);
  CHECK(register_step(point, 1e10) == 1000);
}

TEST_CASE("float64 and float16 registers step by their own ulp") {
  // 2^53: float64 neighbours are 2 apart; 2^53 - 1: 1 apart.
  CHECK(register_step(register_of(ValueType::float64, 1), 9007199254740992.0) == 2);
  CHECK(register_step(register_of(ValueType::float64, 1), 9007199254740991.0) == 1);
  // 2048 = 2^11 with 11 bits of mantissa: neighbours are 2 apart.
  CHECK(register_step(register_of(ValueType::float16, 1), 2048) == 2);
  // Zero: the smallest subnormal.
  CHECK(register_step(register_of(ValueType::float32, 1), 0) == 0x1p-149);
}

TEST_CASE("the step of a register with a scale factor is its resolution, whatever it shows") {
  Point energy;
  energy.quantity = Quantity::energy_import_wh;
  energy.type = ValueType::uint32;
  energy.scale_factor = ScaleFactor{0, 2};
  energy.resolution = 1000;
  CHECK(register_step(energy, 0) == 1000);
  CHECK(register_step(energy, 4294967295.0) == 1000);
}

TEST_CASE("without a resolution no step is taken for finer than the value shows") {
  Point power;
  power.type = ValueType::int16;
  power.scale_factor = ScaleFactor{0, 1};
  CHECK(register_step(power, 3876) == 1);
  CHECK(register_step(power, -38700) == 100);
  CHECK(register_step(power, 38.76) == Approx(0.01));
  CHECK(register_step(power, 0) == 1e10);
  CHECK(register_step(power, 0.1 + 0.2) == Approx(0.1));
}
