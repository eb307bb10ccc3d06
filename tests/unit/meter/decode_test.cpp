#include "meter/decode.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace pue::meter;

namespace {

Point point_of(ValueType type, const char* order = "abcd", double scale = 1) {
  Point point;
  point.type = type;
  point.order = Order::parse(order).value();
  point.scale = scale;
  return point;
}

std::string exact(const Point& point, std::vector<std::uint16_t> words) {
  const auto value = decode_raw(point, words);
  if (const auto* reason = std::get_if<NoValue>(&value)) return std::string(name(*reason));
  return format_exact(std::get<RawValue>(value));
}

double scaled(const Point& point, std::vector<std::uint16_t> words) {
  return std::get<double>(decode(point, words));
}

}  // namespace

TEST_CASE("integers are read with all their digits") {
  CHECK(exact(point_of(ValueType::uint16), {0xFFFE}) == "65534");
  CHECK(exact(point_of(ValueType::int16), {0xFFFE}) == "-2");
  // 0x00012345 = 65536 + 0x2345 = 65536 + 9029
  CHECK(exact(point_of(ValueType::uint32), {0x0001, 0x2345}) == "74565");
  CHECK(exact(point_of(ValueType::int32), {0x8000, 0x0000}) == "-2147483648");
  CHECK(exact(point_of(ValueType::uint64), {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE}) ==
        "18446744073709551614");
  CHECK(exact(point_of(ValueType::int64), {0x8000, 0, 0, 1}) == "-9223372036854775807");
}

TEST_CASE("floats are read as IEEE 754 has them") {
  // 230.5 = 1.80078125 · 2^7 → 0x43668000, struct.pack('>f', 230.5) = 43 66 80 00
  CHECK(exact(point_of(ValueType::float32), {0x4366, 0x8000}) == "230.5");
  CHECK(exact(point_of(ValueType::float32, "cdab"), {0x8000, 0x4366}) == "230.5");
  CHECK(exact(point_of(ValueType::float32, "badc"), {0x6643, 0x0080}) == "230.5");
  CHECK(exact(point_of(ValueType::float32, "dcba"), {0x0080, 0x6643}) == "230.5");
  // struct.pack('>f', 0.1) = 3d cc cc cd; the float is 0.100000001490116119…
  CHECK(exact(point_of(ValueType::float32), {0x3DCC, 0xCCCD}) == "0.10000000149011612");
  // struct.pack('>d', -1234.5678) = c0 93 4a 45 6d 5c fa ad
  CHECK(exact(point_of(ValueType::float64), {0xC093, 0x4A45, 0x6D5C, 0xFAAD}) == "-1234.5678");
  CHECK(exact(point_of(ValueType::float64, "cdabghef"), {0x4A45, 0xC093, 0xFAAD, 0x6D5C}) ==
        "-1234.5678");
}

TEST_CASE("half precision floats are read, subnormals included") {
  CHECK(exact(point_of(ValueType::float16), {0x3C00}) == "1");      // exponent 15, mantissa 0
  CHECK(exact(point_of(ValueType::float16), {0xC580}) == "-5.5");   // -1.375 · 2^2: e=17, m=0x180
  CHECK(exact(point_of(ValueType::float16), {0x7BFF}) == "65504");  // (2 − 2^-10) · 2^15
  CHECK(std::get<double>(decode(point_of(ValueType::float16), std::vector<std::uint16_t>{1})) ==
        0x1p-24);
  CHECK(exact(point_of(ValueType::float16, "badc"), {0x003C}) == "1");
}

TEST_CASE("decimal digits are read in any order, and what is no digit is no value") {
  CHECK(exact(point_of(ValueType::bcd16), {0x9876}) == "9876");
  CHECK(exact(point_of(ValueType::bcd16, "badc"), {0x7698}) == "9876");
  CHECK(exact(point_of(ValueType::bcd32), {0x1234, 0x5678}) == "12345678");
  CHECK(exact(point_of(ValueType::bcd32, "cdab"), {0x5678, 0x1234}) == "12345678");
  CHECK(scaled(point_of(ValueType::bcd32, "abcd", 10), {0x0000, 0x0125}) == 1250.0);
  CHECK(exact(point_of(ValueType::bcd16), {0x98A6}) == "not_decimal");
  CHECK(exact(point_of(ValueType::bcd32), {0x1234, 0xF678}) == "not_decimal");
  CHECK(std::get<NoValue>(decode(point_of(ValueType::bcd16), std::vector<std::uint16_t>{0xFFFF})) ==
        NoValue::not_decimal);
}

TEST_CASE("words that count to 10,000 add up to as many digits as they are words") {
  // 0x04D2 = 1234, 0x162E = 5678, 0x270F = 9999, 0x2710 = 10,000.
  CHECK(exact(point_of(ValueType::mod10k), {0x04D2}) == "1234");
  CHECK(exact(point_of(ValueType::mod10k), {0x0001, 0x04D2}) == "11234");
  CHECK(exact(point_of(ValueType::mod10k), {0x0009, 0x04D2, 0x162E}) == "912345678");
  CHECK(exact(point_of(ValueType::mod10k, "cdab"), {0x162E, 0x04D2, 0x0009}) == "912345678");
  CHECK(exact(point_of(ValueType::mod10k), {0x270F, 0x270F, 0x270F, 0x270F}) == "9999999999999999");
  CHECK(exact(point_of(ValueType::mod10k), {0x2710, 0x0000}) == "not_decimal");
  CHECK(exact(point_of(ValueType::mod10k), {0x0000, 0x2710, 0x0000, 0x0000}) == "not_decimal");
  // A sentinel is looked for first: it says why there is no value.
  auto point = point_of(ValueType::mod10k);
  point.sentinels = {0xFFFFFFFF};
  CHECK(exact(point, {0xFFFF, 0xFFFF}) == "sentinel");
}

TEST_CASE("a person sees what the bits say, and where they say nothing, why") {
  const std::vector<std::uint16_t> bits = {0x7FC0, 0x0000};
  const auto seen = interpret(point_of(ValueType::float32), bits);
  CHECK(format_exact(std::get<RawValue>(seen)) == "nan");
  CHECK(std::get<NoValue>(interpret(point_of(ValueType::bcd32), bits)) == NoValue::not_decimal);
}

TEST_CASE("a bit and a bool are read from a register or a coil") {
  auto bit = point_of(ValueType::bit);
  bit.bit = 3;
  CHECK(exact(bit, {0x0008}) == "true");
  CHECK(exact(bit, {0xFFF7}) == "false");
  CHECK(exact(point_of(ValueType::boolean), {0}) == "false");
  CHECK(exact(point_of(ValueType::boolean), {1}) == "true");
  CHECK(scaled(bit, {0x0008}) == 1.0);
}

TEST_CASE("the scale turns raw counts into the quantity's unit") {
  CHECK(scaled(point_of(ValueType::uint32, "abcd", 10), {0, 1234}) == 12340.0);
  CHECK(scaled(point_of(ValueType::int16, "abcd", 0.1), {0xFF9C}) == -100 * 0.1);
  CHECK(scaled(point_of(ValueType::float32, "abcd", 1000), {0x4366, 0x8000}) == 230500.0);
}

TEST_CASE("a sentinel is no value, whatever the order") {
  auto point = point_of(ValueType::int64);
  point.sentinels = {0x8000000000000000};
  CHECK(exact(point, {0x8000, 0, 0, 0}) == "sentinel");
  CHECK(exact(point, {0x8000, 0, 0, 1}) == "-9223372036854775807");
  auto swapped = point_of(ValueType::int32, "dcba");
  swapped.sentinels = {0x80000000};
  CHECK(exact(swapped, {0x0000, 0x0080}) == "sentinel");
  CHECK(std::get<NoValue>(decode(point, std::vector<std::uint16_t>{0x8000, 0, 0, 0})) ==
        NoValue::sentinel);
}

TEST_CASE("NaN and infinity are no value, also when only scaling makes them") {
  CHECK(exact(point_of(ValueType::float32), {0x7FC0, 0x0000}) == "not_a_number");
  CHECK(exact(point_of(ValueType::float32), {0xFFFF, 0xFFFF}) == "not_a_number");
  CHECK(exact(point_of(ValueType::float32), {0xFF80, 0x0000}) == "not_a_number");
  CHECK(exact(point_of(ValueType::float16), {0x7C00}) == "not_a_number");
  CHECK(exact(point_of(ValueType::float16), {0x7C01}) == "not_a_number");
  CHECK(exact(point_of(ValueType::float64), {0x7FF0, 0, 0, 0}) == "not_a_number");
  // 0x7FEFFFFFFFFFFFFF is the largest double; ten times it is beyond.
  const std::vector<std::uint16_t> largest = {0x7FEF, 0xFFFF, 0xFFFF, 0xFFFF};
  CHECK(std::get<NoValue>(decode(point_of(ValueType::float64, "abcd", 10), largest)) ==
        NoValue::not_a_number);
}

TEST_CASE("every type has a name and a size") {
  const std::vector<std::pair<const char*, std::size_t>> types = {
      {"bool", 1},    {"bit", 1},    {"uint16", 1}, {"int16", 1},   {"uint32", 2},
      {"int32", 2},   {"uint64", 4}, {"int64", 4},  {"float16", 1}, {"float32", 2},
      {"float64", 4}, {"bcd16", 1},  {"bcd32", 2},  {"mod10k", 1}};
  for (const auto& [text, size] : types) {
    INFO(text);
    const auto type = value_type_from_name(text).value();
    CHECK(name(type) == text);
    CHECK(registers(type) == size);
    CHECK(holds(type, size));
    CHECK_FALSE(holds(type, size + 4));
  }
  CHECK(holds(ValueType::mod10k, 3));
  CHECK_FALSE(holds(ValueType::mod10k, 0));
  CHECK_FALSE(holds(ValueType::uint32, 3));
  CHECK_FALSE(value_type_from_name("bcd64").has_value());
  CHECK_FALSE(value_type_from_name("float").has_value());
}

TEST_CASE("a float prints in the shortest form that reads back to the same double") {
  CHECK(format_exact(RawValue{0.1}) == "0.1");
  CHECK(format_exact(RawValue{0.1 + 0.2}) == "0.30000000000000004");
  CHECK(format_exact(RawValue{1e22}) == "1e+22");
  CHECK(format_exact(RawValue{std::numeric_limits<double>::denorm_min()}) == "5e-324");
  CHECK(format_exact(RawValue{std::uint64_t{9007199254740993U}}) == "9007199254740993");
}

namespace {

/// SunSpec: an int16 or uint32 whose power of ten stands `apart` registers behind its first one.
Point scaled_point(ValueType type, std::uint16_t apart, Quantity quantity) {
  Point point;
  point.type = type;
  point.quantity = quantity;
  point.range.count = static_cast<std::uint16_t>(apart + 1);
  point.scale_factor = ScaleFactor{0, apart};
  return point;
}

std::string decoded(const Point& point, const std::vector<std::uint16_t>& words) {
  const auto value = decode(point, words);
  if (const auto* none = std::get_if<NoValue>(&value)) return std::string(name(*none));
  return format_exact(RawValue{std::get<double>(value)});
}

constexpr std::uint16_t minus(int n) { return static_cast<std::uint16_t>(-n); }

}  // namespace

TEST_CASE("a value is multiplied by the power of ten that came with it") {
  const auto power = scaled_point(ValueType::int16, 3, Quantity::active_power_w);
  CHECK(decoded(power, {3876, 7, 7, 0}) == "3876");
  CHECK(decoded(power, {3876, 7, 7, 1}) == "38760");
  CHECK(decoded(power, {minus(3876), 7, 7, minus(2)}) == "-38.76");
  CHECK(decoded(power, {1, 0, 0, 10}) == "1e+10");
  CHECK(decoded(power, {1, 0, 0, minus(10)}) == "1e-10");
  // The factor may stand before the value, and a scale brings it to the quantity's unit: percent.
  auto factor_first = scaled_point(ValueType::int16, 2, Quantity::power_factor);
  factor_first.scale_factor = ScaleFactor{2, 0};
  factor_first.scale = 0.01;
  CHECK(decoded(factor_first, {minus(1), 0, 875}) == "0.875");
}

TEST_CASE("what is no power of ten from -10 to 10 makes no value") {
  const auto power = scaled_point(ValueType::int16, 1, Quantity::active_power_w);
  for (const std::uint16_t wrong : {std::uint16_t{0x8000}, std::uint16_t{11}, minus(11),
                                    std::uint16_t{0x7FFF}, std::uint16_t{0x0A00}}) {
    CHECK(decoded(power, {3876, wrong}) == "scale_factor");
  }
  auto sentinel = power;
  sentinel.sentinels = {0x8000};
  CHECK(decoded(sentinel, {0x8000, 0}) == "sentinel");
}

TEST_CASE("a register with a scale factor moves in whole steps of its resolution") {
  auto energy = scaled_point(ValueType::uint32, 2, Quantity::energy_import_wh);
  energy.resolution = 1000;
  CHECK(in_whole_steps(energy, 1234567) == 1234000);
  CHECK(in_whole_steps(energy, 1234000) == 1234000);
  CHECK(in_whole_steps(energy, 999.9) == 0);
  // 12.3 / 0.1 is 122.99999999999999 in binary, and 123 steps all the same.
  energy.resolution = 0.1;
  CHECK(in_whole_steps(energy, 12.3) == Approx(12.3));
  energy.quantity = Quantity::energy_net_wh;
  energy.resolution = 1000;
  CHECK(in_whole_steps(energy, -1) == -1000);
  auto power = scaled_point(ValueType::int16, 1, Quantity::active_power_w);
  power.resolution = 100;
  CHECK(in_whole_steps(power, 1234) == 1234);
  auto fixed = energy;
  fixed.scale_factor.reset();
  CHECK(in_whole_steps(fixed, 1234567) == 1234567);
}

TEST_CASE("a register whose step is beyond its resolution makes no value") {
  auto energy = scaled_point(ValueType::uint32, 2, Quantity::energy_import_wh);
  energy.resolution = 1000;
  // 0x0012D687 is 1,234,567.
  CHECK(decoded(energy, {0x0012, 0xD687, 3}) == "1234567000");
  CHECK(decoded(energy, {0x0012, 0xD687, 4}) == "scale");
  CHECK(decoded(energy, {0x0012, 0xD687, minus(1)}) == "123456.7");
  energy.resolution = 0.001;
  CHECK(decoded(energy, {0x0012, 0xD687, minus(3)}) == "1234.567");
  CHECK(decoded(energy, {0x0012, 0xD687, minus(2)}) == "scale");
  // One count is scale · 10^factor: 10 · 100 Wh.
  energy.resolution = 1000;
  energy.scale = 10;
  CHECK(decoded(energy, {0, 1, 2}) == "1000");
  CHECK(decoded(energy, {0, 1, 3}) == "scale");
  // A momentary value has no step that anything is bounded by.
  auto power = scaled_point(ValueType::int16, 1, Quantity::active_power_w);
  power.resolution = 1;
  CHECK(decoded(power, {5, 3}) == "5000");
}
