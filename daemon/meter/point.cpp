#include "meter/point.h"

#include <algorithm>
#include <cmath>

namespace pue::meter {
namespace {

constexpr std::array<std::string_view, 4> rule_names = {"abcd", "cdab", "badc", "dcba"};

std::uint16_t swap_bytes(std::uint16_t word) {
  return static_cast<std::uint16_t>((word << 8) | (word >> 8));
}

/// The distance from |raw| to the next larger number of a binary type with `digits` bits of
/// mantissa.
double neighbour_distance(double raw, int digits, int smallest_exponent) {
  if (raw == 0) return std::ldexp(1.0, smallest_exponent);
  return std::ldexp(1.0, std::max(std::ilogb(raw) - digits + 1, smallest_exponent));
}

/// One count of an integer, or the distance between neighbouring floats at `raw`.
double ulp(ValueType type, double raw) {
  switch (type) {
    case ValueType::boolean:
    case ValueType::bit:
    case ValueType::uint16:
    case ValueType::int16:
    case ValueType::uint32:
    case ValueType::int32:
    case ValueType::uint64:
    case ValueType::int64:
    case ValueType::bcd16:
    case ValueType::bcd32:
    case ValueType::mod10k:
      return 1;
    case ValueType::float16:
      return neighbour_distance(raw, 11, -24);
    case ValueType::float32:
      return neighbour_distance(raw, 24, -149);
    case ValueType::float64:
      return neighbour_distance(raw, 53, -1074);
  }
  return 1;
}

constexpr int largest_factor = 10;  // of a sunssf, SunSpec Information Model Specification

/// At most 10^10 · scale, at least 10^−10 · scale.
double power_of_ten_in(double value, double scale) {
  const double counts = std::abs(value / scale);
  for (int power = largest_factor; power > -largest_factor; --power) {
    const double unit = std::pow(10.0, power);
    const double whole = std::round(counts / unit);
    // A few roundings away from a whole number, and no small fraction taken for 0.
    if (std::abs(counts / unit - whole) <= 1e-9 * whole) return unit * scale;
  }
  return std::pow(10.0, -largest_factor) * scale;
}

}  // namespace

std::optional<Order> Order::parse(std::string_view letters) {
  Order order;
  const auto rule = std::find(rule_names.begin(), rule_names.end(), letters);
  if (rule != rule_names.end()) {
    order.kind_ = static_cast<Kind>(rule - rule_names.begin());
    return order;
  }
  if (letters.size() != order.positions_.size()) return std::nullopt;
  unsigned seen = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] < 'a' || letters[i] > 'h') return std::nullopt;
    order.positions_[i] = static_cast<std::uint8_t>(letters[i] - 'a');
    seen |= 1U << order.positions_[i];
  }
  if (seen != 0xFF) return std::nullopt;
  order.kind_ = Kind::letters;
  return order;
}

std::string Order::name() const {
  if (kind_ != Kind::letters) return std::string(rule_names[static_cast<std::size_t>(kind_)]);
  std::string letters;
  for (const auto position : positions_) letters += static_cast<char>('a' + position);
  return letters;
}

std::uint64_t Order::assemble(const std::uint16_t* words, std::size_t count) const {
  std::uint64_t bits = 0;
  if (kind_ == Kind::letters) {
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      const std::uint64_t byte = i % 2 == 0 ? words[i / 2] >> 8 : words[i / 2] & 0xFFU;
      bits |= byte << (8 * (7 - positions_[i]));
    }
    return bits;
  }
  const bool words_reversed = kind_ == Kind::cdab || kind_ == Kind::dcba;
  const bool bytes_swapped = kind_ == Kind::badc || kind_ == Kind::dcba;
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = words[words_reversed ? count - 1 - i : i];
    bits = (bits << 16) | (bytes_swapped ? swap_bytes(word) : word);
  }
  return bits;
}

bool has_quantity(const std::vector<Point>& points, Quantity quantity) {
  return std::any_of(points.begin(), points.end(),
                     [&](const Point& point) { return point.quantity == quantity; });
}

bool sums_phases(const std::vector<Point>& points) {
  return !has_quantity(points, Quantity::active_power_w) &&
         has_quantity(points, Quantity::active_power_l1_w) &&
         has_quantity(points, Quantity::active_power_l2_w) &&
         has_quantity(points, Quantity::active_power_l3_w);
}

bool tells_power(const std::vector<Point>& points) {
  return has_quantity(points, Quantity::active_power_w) || sums_phases(points);
}

double register_step(const Point& point, double value) {
  const double scale = std::abs(point.scale);
  if (point.scale_factor) return point.resolution.value_or(power_of_ten_in(value, scale));
  return std::max(point.resolution.value_or(0), ulp(point.type, value / point.scale) * scale);
}

}  // namespace pue::meter
