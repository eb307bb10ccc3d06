#include "config/parents.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>

namespace pue::config {
namespace {

using Places = std::vector<site::MeterPlace>;

/// "a, b, a": the way round the circle that `start` stands in.
std::string way_round(const Places& meters, MeterId start) {
  std::string way = meters[start.index].name;
  for (auto at = meters[start.index].parent; at; at = meters[at->index].parent) {
    way += ", " + meters[at->index].name;
    if (*at == start) break;
  }
  return way;
}

/// One meter of each circle. Each meter is walked over once: `walk` is the number of the walk that
/// came by first, and a walk that meets its own number has gone round.
std::vector<MeterId> circles(const Places& meters) {
  std::vector<std::size_t> walk(meters.size(), 0);
  std::vector<MeterId> found;
  for (std::uint32_t start = 0; start < meters.size(); ++start) {
    std::optional<MeterId> at = MeterId{start};
    while (at && walk[at->index] == 0) {
      walk[at->index] = start + 1U;
      at = meters[at->index].parent;
    }
    const bool own = at && walk[at->index] == start + 1U;
    if (own) found.push_back(*at);
  }
  return found;
}

}  // namespace

void set_parents(const std::vector<Reference>& parents, std::vector<site::MeterPlace>& meters,
                 ErrorList& errors) {
  std::map<MeterId, YAML::Mark> marks;
  for (const auto& parent : parents) {
    marks[parent.from] = parent.at;
    meters[parent.from.index].parent = parent.to;
  }
  for (const auto meter : circles(meters)) {
    errors.add(marks.at(meter), fmt::format("\"parent\": the meters form a circle ({}); remove one "
                                            "parent",
                                            way_round(meters, meter)));
    meters[meter.index].parent.reset();
  }
}

}  // namespace pue::config
