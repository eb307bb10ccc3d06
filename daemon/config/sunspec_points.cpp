#include "config/sunspec_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/mapping.h"
#include "config/point_keys.h"
#include "config/scalar.h"
#include "meter/decode.h"

namespace pue::config {
namespace {

using meter::Point;
using meter::Quantity;
using meter::ValueType;

// The header takes offsets 0 and 1.
constexpr IntegerBounds offsets{2, 65535};
constexpr std::int64_t first_model = 1, last_model = 65534;

const std::vector<ValueType>& sunspec_types() {
  static const std::vector<ValueType> types = {
      ValueType::uint16, ValueType::int16, ValueType::uint32,  ValueType::int32,
      ValueType::uint64, ValueType::int64, ValueType::float32, ValueType::float64};
  return types;
}

bool is_float(ValueType type) { return type == ValueType::float32 || type == ValueType::float64; }

bool has_sign(ValueType type) {
  return type == ValueType::int16 || type == ValueType::int32 || type == ValueType::int64;
}

/// The patterns for "not implemented" (SunSpec Information Model Specification): the lowest number
/// of a signed type, all ones of another, 0 of an accumulator. Of floats NaN, which never is one.
std::vector<std::uint64_t> not_implemented(const Point& point) {
  if (is_float(point.type)) return {};
  const auto bits = 16 * meter::registers(point.type);
  if (has_sign(point.type)) return {std::uint64_t{1} << (bits - 1)};
  const auto ones = ~std::uint64_t{0} >> (64 - bits);
  if (meter::is_register(point.quantity)) return {0, ones};
  return {ones};
}

void read_place(const Mapping& map, std::uint16_t max_registers, Point& point) {
  map.require("offset",
              "write where it stands, counted from the model's id, for example offset: 14");
  const auto offset = map.integer("offset", offsets).value_or(offsets.from);
  const auto factor = map.integer("scale_factor", offsets);
  const auto count = static_cast<std::int64_t>(meter::registers(point.type));
  const auto begin = std::min(offset, factor.value_or(offset));
  const auto end = std::max(offset + count, factor.value_or(offset) + 1);
  if (end - begin > max_registers) {
    map.complain(factor ? "scale_factor" : "offset",
                 fmt::format("one request must read the value with its scale factor: {} registers, "
                             "more than {}",
                             end - begin, max_registers));
  } else if (end > offsets.to) {
    map.complain("offset", "the value ends beyond 65535");
  }
  point.range = {modbus::FunctionCode::read_holding_registers, static_cast<std::uint16_t>(begin),
                 static_cast<std::uint16_t>(end - begin)};
  if (!factor) return;
  point.scale_factor = meter::ScaleFactor{static_cast<std::uint16_t>(offset - begin),
                                          static_cast<std::uint16_t>(*factor - begin)};
  if (*factor >= offset && *factor < offset + count) {
    map.complain("scale_factor", "it is within the value itself");
  } else if (is_float(point.type)) {
    map.complain("scale_factor", "a float has none; remove it");
  }
}

/// The factor may change at any time; energies are bounded by a step that is known beforehand.
void require_resolution(const Mapping& map, const Point& point) {
  if (!meter::is_register(point.quantity) || !point.scale_factor) return;
  map.require("resolution",
              "a register with a scale factor needs the largest step that it may count in, for "
              "example resolution: 1000");
}

std::optional<Point> read_point(const YAML::Node& node, std::uint16_t max_registers,
                                ErrorList& errors) {
  const Mapping map(node, Section::sunspec_point, "a point", errors);
  const auto quantity = read_quantity(map);
  const auto type = read_type(map, sunspec_types());
  if (!quantity || !type) return std::nullopt;
  if (*quantity == meter::Quantity::serial) {
    map.complain("quantity", "a SunSpec device tells its serial number as text; remove it");
    return std::nullopt;
  }
  Point point;
  point.quantity = *quantity;
  point.type = *type;
  read_place(map, max_registers, point);
  read_scale(map, point);
  require_resolution(map, point);
  read_rate(map, point);
  read_sentinels(map, point, meter::registers(point.type));
  if (!map.has("sentinels")) point.sentinels = not_implemented(point);
  check_register(map, point);
  return point;
}

std::vector<std::uint16_t> read_models(const Mapping& map, std::set<std::int64_t>& known) {
  map.require("models", "write the ids of models with this layout, for example models: [103]");
  std::vector<std::uint16_t> models;
  const auto list = map.child("models");
  const auto nodes = sequence(list, "\"models\"", map.errors());
  if (list.IsDefined() && list.IsSequence() && nodes.empty()) {
    map.complain("models", "it is empty; write for example models: [103]");
  }
  for (const auto& node : nodes) {
    const auto id = parse_integer(node.IsScalar() ? node.Scalar() : std::string());
    if (!id || *id < first_model || *id > last_model) {
      map.errors().add(node.Mark(), fmt::format("\"models\": an id is a number from {} to {}",
                                                first_model, last_model));
    } else if (!known.insert(*id).second) {
      map.errors().add(
          node.Mark(),
          fmt::format("\"models\": {} is there already, and would never be used", *id));
    } else {
      models.push_back(static_cast<std::uint16_t>(*id));
    }
  }
  return models;
}

/// What figures are made of, by which a site is planned before the device is asked.
std::set<Quantity> counting(const std::vector<Point>& points) {
  std::set<Quantity> found;
  for (const auto& point : points) {
    const bool power = meter::sums_phases(points) ? meter::is_active_power(point.quantity)
                                                  : point.quantity == Quantity::active_power_w;
    if (power || meter::is_register(point.quantity)) found.insert(point.quantity);
  }
  return found;
}

std::string names_of(const std::set<Quantity>& quantities) {
  std::string names;
  for (const auto quantity : quantities) {
    names += (names.empty() ? "" : ", ") + std::string(meter::name(quantity));
  }
  return names.empty() ? "nothing" : names;
}

}  // namespace

meter::SunSpecMap read_sunspec(const YAML::Node& list, std::uint16_t max_registers,
                               ErrorList& errors) {
  meter::SunSpecMap layouts;
  std::set<std::int64_t> known;
  const auto nodes = sequence(list, "\"sunspec\"", errors);
  if (list.IsSequence() && nodes.empty()) {
    errors.add(list.Mark(), "\"sunspec\" is empty; list at least one layout with its models");
  }
  for (const auto& node : nodes) {
    const Mapping map(node, Section::sunspec, "a layout", errors);
    map.require("points", "list at least quantity: active_power_w");
    auto models = read_models(map, known);
    auto points = read_point_list(map.child("points"), errors, [&](const YAML::Node& point) {
      return read_point(point, max_registers, errors);
    });
    if (models.empty() || points.empty()) continue;
    if (!layouts.empty() && counting(points) != counting(layouts.front().points)) {
      map.complain("points", fmt::format("power and registers are {}, in the first layout {}; they "
                                         "must be the same in all, or make two profiles of it",
                                         names_of(counting(points)),
                                         names_of(counting(layouts.front().points))));
    }
    layouts.push_back({std::move(models), std::move(points)});
  }
  return layouts;
}

}  // namespace pue::config
