// The keys that a point has wherever its registers are: what it is, its type, steps, patterns for
// "no value" and rate. Each is read and judged at its place.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "config/mapping.h"
#include "meter/point.h"

namespace pue::config {

std::optional<meter::Quantity> read_quantity(const Mapping& map);
const std::vector<meter::ValueType>& all_value_types();
/// One of `types`.
std::optional<meter::ValueType> read_type(const Mapping& map,
                                          const std::vector<meter::ValueType>& types);
/// A number more than 0.
std::optional<double> positive(const Mapping& map, std::string_view key);
/// `scale` and `resolution`.
void read_scale(const Mapping& map, meter::Point& point);
/// `count`: the registers of the value, which a pattern must fit into.
void read_sentinels(const Mapping& map, meter::Point& point, std::size_t count);
void read_rate(const Mapping& map, meter::Point& point);
/// A step or a modulus that joules or millilitres cannot hold would be no register.
void check_register(const Mapping& map, const meter::Point& point);
/// A serial number is a whole number as it stands in the registers.
void check_serial(const Mapping& map, const meter::Point& point);

/// A list under the key `points`, each by `read`; each quantity once. Points that are wrong are
/// reported and left out; an empty list is reported.
std::vector<meter::Point> read_point_list(
    const YAML::Node& list, ErrorList& errors,
    const std::function<std::optional<meter::Point>(const YAML::Node&)>& read);

}  // namespace pue::config
