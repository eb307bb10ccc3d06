#include "config/point_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/limits.h"
#include "config/scalar.h"
#include "config/words.h"
#include "meter/decode.h"

namespace pue::config {

using meter::Point;
using meter::Quantity;
using meter::ValueType;

std::optional<double> positive(const Mapping& map, std::string_view key) {
  const auto value = map.number(key);
  if (value && *value <= 0) map.complain(key, "must be more than 0");
  return value;
}

const std::vector<ValueType>& all_value_types() {
  static const std::vector<ValueType> types = {
      ValueType::boolean, ValueType::bit,     ValueType::uint16,  ValueType::int16,
      ValueType::uint32,  ValueType::int32,   ValueType::uint64,  ValueType::int64,
      ValueType::float16, ValueType::float32, ValueType::float64, ValueType::bcd16,
      ValueType::bcd32,   ValueType::mod10k};
  return types;
}

std::optional<Quantity> read_quantity(const Mapping& map) {
  map.require("quantity", "write for example quantity: active_power_w");
  const auto text = map.text("quantity");
  if (!text) return std::nullopt;
  const auto quantity = meter::quantity_from_name(*text);
  if (quantity) return quantity;
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < meter::quantity_count; ++i) {
    known.push_back(meter::name(static_cast<Quantity>(i)));
  }
  map.errors().add(map.mark_of("quantity"),
                   unknown_word("quantity", *text, known, quantities_not_yet()));
  return std::nullopt;
}

std::optional<ValueType> read_type(const Mapping& map, const std::vector<ValueType>& types) {
  map.require("type", "write for example type: float32");
  const auto text = map.text("type");
  if (!text) return std::nullopt;
  const auto type = meter::value_type_from_name(*text);
  if (type && std::find(types.begin(), types.end(), *type) != types.end()) return type;
  std::vector<std::string_view> known;
  for (const auto candidate : types) known.push_back(meter::name(candidate));
  map.errors().add(map.mark_of("type"), unknown_word("type", *text, known, {}));
  return std::nullopt;
}

void check_register(const Mapping& map, const Point& point) {
  if (!meter::is_register(point.quantity)) return;
  const bool volume = point.quantity == Quantity::volume_m3;
  const bool counts = point.type != ValueType::boolean && point.type != ValueType::bit &&
                      point.type != ValueType::float16;
  if (!counts) {
    map.complain("type", fmt::format("{} cannot hold {}; integers, float32 and float64 can",
                                     meter::name(point.type), volume ? "a volume" : "an energy"));
  }
  // Both are 3.6e18 and 1e18 of our units.
  const double most = volume ? 1e12 : 1e15;
  const auto limit = volume ? "1e12" : "1e15";
  const auto unit = volume ? "m3" : "Wh";
  const auto step = meter::register_step(point, 0);
  if (step > most)
    map.complain("scale", fmt::format("the register's step is beyond {} {}", limit, unit));
  if (point.modulus && (*point.modulus <= step || *point.modulus > most)) {
    map.complain("modulus", fmt::format("must be in {0}, more than one step ({1} {0}), at most {2}",
                                        unit, meter::format_exact(step), limit));
  }
}

void check_serial(const Mapping& map, const Point& point) {
  if (point.quantity != Quantity::serial) return;
  static constexpr std::array whole = {ValueType::uint16, ValueType::uint32, ValueType::uint64,
                                       ValueType::bcd16,  ValueType::bcd32,  ValueType::mod10k};
  if (std::find(whole.begin(), whole.end(), point.type) == whole.end())
    map.complain("type", fmt::format("{} cannot hold a serial number; uint16, uint32, uint64, "
                                     "bcd16, bcd32 and mod10k can",
                                     meter::name(point.type)));
  for (const auto* key : {"scale", "resolution"})
    if (map.has(key)) map.complain(key, "a serial number has none; remove it");
}

void read_scale(const Mapping& map, Point& point) {
  point.scale = map.number("scale").value_or(1);
  point.resolution = positive(map, "resolution");
  const bool counts = meter::is_register(point.quantity);
  if (point.scale == 0 || (counts && point.scale < 0)) {
    map.complain("scale", counts ? "must be more than 0" : "must not be 0");
    point.scale = 1;
  }
}

void read_sentinels(const Mapping& map, Point& point, std::size_t count) {
  for (const auto& node : sequence(map.child("sentinels"), "\"sentinels\"", map.errors())) {
    const auto bits = parse_bit_pattern(node.IsScalar() ? node.Scalar() : std::string());
    if (!bits) {
      map.errors().add(node.Mark(), "\"sentinels\": " + bits.error().message);
    } else if (count < 4 && *bits >> (16 * count) != 0) {
      map.errors().add(node.Mark(), fmt::format("\"sentinels\": {} does not fit into {}",
                                                node.Scalar(), meter::name(point.type)));
    } else {
      point.sentinels.push_back(*bits);
    }
  }
}

// Registers are wanted at the boundary of each interval; the power is what tells that a meter
// lives.
void read_rate(const Mapping& map, Point& point) {
  using modbus::RateClass;
  const auto text = map.text("rate");
  if (!text) return;
  if (*text == "fast") {
    point.rate = RateClass::fast;
  } else if (*text == "medium") {
    point.rate = RateClass::medium;
  } else if (*text != "slow") {
    map.complain("rate", fmt::format("\"{}\" is not a rate; write fast, medium or slow", *text));
  } else if (meter::is_register(point.quantity) || point.quantity == Quantity::active_power_w) {
    map.complain("rate", fmt::format("{} is needed more often; write fast or medium",
                                     meter::name(point.quantity)));
  } else {
    point.rate = RateClass::slow;
  }
}

std::vector<Point> read_point_list(
    const YAML::Node& list, ErrorList& errors,
    const std::function<std::optional<Point>(const YAML::Node&)>& read) {
  std::vector<Point> points;
  std::map<Quantity, int> lines;
  const auto nodes = sequence(list, "\"points\"", errors);
  if (list.IsSequence() && nodes.empty()) {
    errors.add(list.Mark(), "\"points\" is empty; list at least active_power_w");
  }
  if (nodes.size() > limits::points_per_meter) {
    errors.add(list.Mark(), fmt::format("{} points, a meter has at most {}", nodes.size(),
                                        limits::points_per_meter));
    return points;
  }
  for (const auto& node : nodes) {
    const auto point = read(node);
    if (!point) continue;
    const auto [first, fresh] = lines.emplace(point->quantity, node.Mark().line + 1);
    if (!fresh) {
      errors.add(node.Mark(), fmt::format("duplicate quantity \"{}\", first given in line {}",
                                          meter::name(point->quantity), first->second));
      continue;
    }
    points.push_back(*point);
  }
  return points;
}

}  // namespace pue::config
