#include "scenarios/runner/encode.h"

#include <bit>
#include <cmath>
#include <limits>

#include "scenarios/runner/words.h"

namespace pue::scenario {
namespace {

using meter::ValueType;

std::uint64_t bits_of_number(const meter::Point& point, double raw) {
  switch (point.type) {
    case ValueType::uint16:
    case ValueType::uint32:
    case ValueType::uint64:
      return static_cast<std::uint64_t>(std::floor(raw));
    case ValueType::int16:
    case ValueType::int32:
    case ValueType::int64:
      return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(raw)));
    case ValueType::float32:
      return std::bit_cast<std::uint32_t>(static_cast<float>(raw));
    case ValueType::float64:
      return std::bit_cast<std::uint64_t>(raw);
    case ValueType::boolean:
    case ValueType::bit:
    case ValueType::float16:
    case ValueType::bcd16:
    case ValueType::bcd32:
    case ValueType::mod10k:
      break;
  }
  throw ScriptError("virtual meters do not have points of this type");
}

std::uint64_t bits_of_no_value(const meter::Point& point) {
  if (!point.sentinels.empty()) return point.sentinels.front();
  if (point.type == ValueType::float32 || point.type == ValueType::float64)
    return bits_of_number(point, std::numeric_limits<double>::quiet_NaN());
  throw ScriptError("the point has no pattern for \"no value\"");
}

}  // namespace

// Which bits of the value a byte on the wire carries is asked of the order itself, byte by byte.
std::vector<std::uint16_t> encode(const meter::Point& point, std::optional<double> value) {
  const auto bits = value ? bits_of_number(point, *value / point.scale) : bits_of_no_value(point);
  std::vector<std::uint16_t> words(point.range.count);
  for (auto& word : words) {
    for (const int shift : {8, 0}) {
      std::vector<std::uint16_t> only_this(words.size());
      only_this[static_cast<std::size_t>(&word - words.data())] =
          static_cast<std::uint16_t>(1U << shift);
      const auto place = std::countr_zero(point.order.assemble(only_this.data(), words.size()));
      word = static_cast<std::uint16_t>(word | (((bits >> place) & 0xFF) << shift));
    }
  }
  return words;
}

}  // namespace pue::scenario
