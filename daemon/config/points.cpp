#include "config/points.h"

#include <fmt/format.h>

#include "config/mapping.h"
#include "config/point_keys.h"
#include "config/wire_address.h"
#include "meter/decode.h"

namespace pue::config {
namespace {

using meter::Point;
using meter::Quantity;
using meter::ValueType;
using modbus::FunctionCode;

void check_range(const Mapping& map, const Point& point) {
  const auto last = unsigned{point.range.address} + point.range.count - 1U;
  if (last > 65535) {
    map.complain("address", fmt::format("{} registers from {} end beyond 65535", point.range.count,
                                        point.range.address));
  }
  const bool bits = point.range.function == FunctionCode::read_coils ||
                    point.range.function == FunctionCode::read_discrete_inputs;
  if (bits && point.type != ValueType::boolean) {
    map.complain("type", "coils and discrete inputs hold one bit; write type: bool");
  }
}

void read_order(const Mapping& map, Point& point) {
  const auto text = map.text("order");
  if (!text) return;
  const auto order = meter::Order::parse(*text);
  if (!order) {
    map.complain("order", fmt::format("\"{}\" is not an order; write abcd, cdab, badc, dcba, or "
                                      "for 64 bits any order of the letters a to h",
                                      *text));
  } else if (!order->fits(point.range.count)) {
    map.complain("order", fmt::format("{} names eight bytes, {} has {}; write abcd, cdab, badc or "
                                      "dcba",
                                      *text, meter::name(point.type), 2 * point.range.count));
  } else {
    point.order = *order;
  }
}

void read_bit(const Mapping& map, Point& point) {
  const auto bit = map.integer("bit", {0, 15});
  if (bit) point.bit = static_cast<std::uint8_t>(*bit);
  const bool wanted = point.type == ValueType::bit;
  if (wanted) map.require("bit", "write for example bit: 0 (the least significant)");
  if (!wanted && map.has("bit")) map.complain("bit", "only a point of type bit has it; remove it");
}

/// How many registers the value has: of mod10k the profile says it, of the others the type.
std::uint16_t read_words(const Mapping& map, std::optional<ValueType> type) {
  const auto words = map.integer("words", {1, 4});
  if (!type) return 1;
  if (*type == ValueType::mod10k) {
    map.require("words", "write how many registers the value has, for example words: 4");
    return static_cast<std::uint16_t>(words.value_or(1));
  }
  const auto count = meter::registers(*type);
  if (map.has("words")) {
    map.complain("words", fmt::format("{} always has {}; only a point of type mod10k says it",
                                      meter::name(*type), count));
  }
  return static_cast<std::uint16_t>(count);
}

void read_modulus(const Mapping& map, Point& point) {
  point.modulus = positive(map, "modulus");
  if (map.has("modulus") && !meter::is_register(point.quantity)) {
    map.complain("modulus", "only a register wraps; remove it");
  } else if (map.has("modulus") && point.quantity == Quantity::energy_net_wh) {
    map.complain("modulus", "a net register counts both ways and never wraps; remove it");
  }
}

std::optional<Point> read_point(const YAML::Node& node, ErrorList& errors) {
  const Mapping map(node, Section::point, "a point", errors);
  const auto quantity = read_quantity(map);
  const auto type = read_type(map, all_value_types());
  const auto address = read_address(map);
  Point point;
  if (quantity) point.quantity = *quantity;
  if (type) point.type = *type;
  point.range.count = read_words(map, type);
  if (address) {
    point.range.function = address->function;
    point.range.address = address->address;
  }
  if (address && type) check_range(map, point);
  read_scale(map, point);
  read_modulus(map, point);
  if (!quantity || !type) return std::nullopt;
  read_order(map, point);
  read_bit(map, point);
  read_rate(map, point);
  read_sentinels(map, point, point.range.count);
  check_register(map, point);
  check_serial(map, point);
  return point;
}

}  // namespace

std::vector<Point> read_points(const YAML::Node& list, ErrorList& errors) {
  return read_point_list(list, errors,
                         [&](const YAML::Node& node) { return read_point(node, errors); });
}

}  // namespace pue::config
