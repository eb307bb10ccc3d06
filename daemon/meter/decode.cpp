#include "meter/decode.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "meter/decimal.h"

namespace pue::meter {
namespace {

constexpr std::array<std::string_view, 14> type_names = {
    "bool",  "bit",     "uint16",  "int16",   "uint32", "int32", "uint64",
    "int64", "float16", "float32", "float64", "bcd16",  "bcd32", "mod10k"};
constexpr std::size_t most_words = 4;

/// IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 mantissa bits. C++20 has no such type.
double half_to_double(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1F;
  const int mantissa = bits & 0x3FF;
  const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  if (exponent < 31) return sign * std::ldexp(mantissa + 1024, exponent - 25);
  if (mantissa != 0) return std::numeric_limits<double>::quiet_NaN();
  return sign * std::numeric_limits<double>::infinity();
}

/// Those of the value alone, without its scale factor.
std::span<const std::uint16_t> value_words(const Point& point,
                                           std::span<const std::uint16_t> words) {
  if (!point.scale_factor) return words;
  return words.subspan(point.scale_factor->value_at, registers(point.type));
}

std::variant<RawValue, NoValue> if_decimal(const std::optional<std::uint64_t>& number) {
  if (!number) return NoValue::not_decimal;
  return RawValue{*number};
}

std::variant<RawValue, NoValue> interpret_bits(const Point& point, std::uint64_t bits,
                                               std::size_t words) {
  switch (point.type) {
    case ValueType::boolean:
      return bits != 0;
    case ValueType::bit:
      return ((bits >> point.bit) & 1U) != 0;
    case ValueType::uint16:
    case ValueType::uint32:
    case ValueType::uint64:
      return bits;
    case ValueType::int16:
      return std::int64_t{static_cast<std::int16_t>(bits)};
    case ValueType::int32:
      return std::int64_t{static_cast<std::int32_t>(bits)};
    case ValueType::int64:
      return static_cast<std::int64_t>(bits);
    case ValueType::float16:
      return half_to_double(static_cast<std::uint16_t>(bits));
    case ValueType::float32:
      return double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))};
    case ValueType::float64:
      return std::bit_cast<double>(bits);
    case ValueType::bcd16:
    case ValueType::bcd32:
      return if_decimal(from_bcd(bits));
    case ValueType::mod10k:
      return if_decimal(from_mod10k(bits, words));
  }
  return bits;
}

/// SunSpec's sunssf: −10 to 10; 0x8000 and all else is none.
std::optional<int> power_of_ten(std::uint16_t word) {
  const int power = static_cast<std::int16_t>(word);
  if (power < -10 || power > 10) return std::nullopt;
  return power;
}

/// Exact up to 10^10; dividing by it rounds once, multiplying by its inverse twice.
double times_power_of_ten(double value, int power) {
  const double factor = std::pow(10.0, std::abs(power));
  return power < 0 ? value / factor : value * factor;
}

/// A step that is the resolution but for the rounding of 10^−n is not beyond it.
bool beyond_resolution(const Point& point, int power) {
  if (!is_register(point.quantity) || !point.resolution) return false;
  return times_power_of_ten(std::abs(point.scale), power) > *point.resolution * (1 + 1e-9);
}

template <class Number>
std::string digits(Number number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return std::string(text.data(), end);
}

}  // namespace

std::string_view name(NoValue reason) {
  switch (reason) {
    case NoValue::sentinel:
      return "sentinel";
    case NoValue::not_a_number:
      return "not_a_number";
    case NoValue::not_decimal:
      return "not_decimal";
    case NoValue::scale_factor:
      return "scale_factor";
    case NoValue::scale:
      return "scale";
  }
  return "unknown";
}

std::variant<RawValue, NoValue> interpret(const Point& point,
                                          std::span<const std::uint16_t> words) {
  const auto own = value_words(point, words);
  return interpret_bits(point, point.order.assemble(own.data(), own.size()), own.size());
}

std::variant<RawValue, NoValue> decode_raw(const Point& point,
                                           std::span<const std::uint16_t> words) {
  const auto own = value_words(point, words);
  const std::uint64_t bits = point.order.assemble(own.data(), own.size());
  const auto& sentinels = point.sentinels;
  if (std::find(sentinels.begin(), sentinels.end(), bits) != sentinels.end()) {
    return NoValue::sentinel;
  }
  const auto value = interpret_bits(point, bits, own.size());
  const auto* raw = std::get_if<RawValue>(&value);
  const auto* number = raw != nullptr ? std::get_if<double>(raw) : nullptr;
  if (number != nullptr && !std::isfinite(*number)) return NoValue::not_a_number;
  return value;
}

std::variant<double, NoValue> decode(const Point& point, std::span<const std::uint16_t> words) {
  const auto raw = decode_raw(point, words);
  if (const auto* reason = std::get_if<NoValue>(&raw)) return *reason;
  double scaled =
      std::visit([](auto v) { return static_cast<double>(v); }, std::get<RawValue>(raw));
  if (point.scale_factor) {
    const auto power = power_of_ten(words[point.scale_factor->factor_at]);
    if (!power) return NoValue::scale_factor;
    if (beyond_resolution(point, *power)) return NoValue::scale;
    scaled = times_power_of_ten(scaled, *power);
  }
  scaled *= point.scale;
  if (!std::isfinite(scaled)) return NoValue::not_a_number;
  return scaled;
}

double in_whole_steps(const Point& point, double value) {
  if (!point.scale_factor || !is_register(point.quantity) || !point.resolution) return value;
  // A whole number of finer steps is a whole number: what lacks less than a millionth was rounded.
  return std::floor(value / *point.resolution + 1e-6) * *point.resolution;
}

std::size_t registers(ValueType type) {
  switch (type) {
    case ValueType::boolean:
    case ValueType::bit:
    case ValueType::uint16:
    case ValueType::int16:
    case ValueType::float16:
    case ValueType::bcd16:
    case ValueType::mod10k:
      return 1;
    case ValueType::uint32:
    case ValueType::int32:
    case ValueType::float32:
    case ValueType::bcd32:
      return 2;
    case ValueType::uint64:
    case ValueType::int64:
    case ValueType::float64:
      return 4;
  }
  return 1;
}

bool holds(ValueType type, std::size_t words) {
  if (type == ValueType::mod10k) return words >= 1 && words <= most_words;
  return words == registers(type);
}

std::string_view name(ValueType type) { return type_names[static_cast<std::size_t>(type)]; }

std::optional<ValueType> value_type_from_name(std::string_view wanted) {
  const auto found = std::find(type_names.begin(), type_names.end(), wanted);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<ValueType>(found - type_names.begin());
}

std::string format_exact(const RawValue& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* natural = std::get_if<std::uint64_t>(&value)) return digits(*natural);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return digits(*integer);
  return digits(std::get<double>(value));
}

}  // namespace pue::meter
