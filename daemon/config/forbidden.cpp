#include "config/forbidden.h"

#include <fmt/format.h>

#include "config/mapping.h"
#include "config/wire_address.h"

namespace pue::config {
namespace {

bool overlap(const modbus::RegisterRange& a, const modbus::RegisterRange& b) {
  return a.function == b.function && a.address < b.address + b.count &&
         b.address < a.address + a.count;
}

void refuse_points(const Mapping& map, const modbus::RegisterRange& range,
                   const std::vector<meter::Point>& points) {
  for (const auto& point : points) {
    if (!overlap(point.range, range)) continue;
    map.complain("address", fmt::format("{} is read from there; shorten the range or remove the "
                                        "point",
                                        meter::name(point.quantity)));
    return;
  }
}

}  // namespace

std::vector<modbus::Cut> read_forbidden(const YAML::Node& list,
                                        const std::vector<meter::Point>& points,
                                        ErrorList& errors) {
  std::vector<modbus::Cut> cuts;
  for (const auto& node : sequence(list, "\"forbidden\"", errors)) {
    const Mapping map(node, Section::forbidden, "a forbidden range", errors);
    const auto first = read_address(map);
    const auto count = map.integer("count", {1, 65535}).value_or(1);
    if (!first) continue;
    if (first->address + count > 65536) {
      map.complain("count", "the range ends beyond 65535");
      continue;
    }
    refuse_points(map, {first->function, first->address, static_cast<std::uint16_t>(count)},
                  points);
    // Nothing that is wanted lies in the range: what crosses its begin would read all of it.
    cuts.push_back({first->function, first->address});
  }
  return cuts;
}

}  // namespace pue::config
