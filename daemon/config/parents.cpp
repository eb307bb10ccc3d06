#include "config/parents.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "config/nearest.h"

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

void Parents::note(const Mapping& meter, MeterId id) {
  const auto parent = meter.text("parent");
  if (parent) notes_.push_back({id, *parent, meter.mark_of("parent")});
}

void Parents::resolve(const MeterNames& names, std::vector<site::MeterPlace>& meters,
                      ErrorList& errors) {
  std::vector<std::string_view> known;
  for (const auto& [name, id] : names) known.push_back(name);
  std::map<MeterId, YAML::Mark> places;
  for (const auto& note : notes_) {
    places[note.meter] = note.at;
    const auto found = names.find(note.parent);
    if (found != names.end()) {
      meters[note.meter.index].parent = found->second;
      continue;
    }
    // A search among 20,000 names for each of 20,000 mistakes would take minutes.
    const auto hint = errors.full() ? "" : did_you_mean(note.parent, known);
    errors.add(note.at, fmt::format("\"parent\": unknown meter \"{}\"{}", note.parent, hint));
  }
  for (const auto meter : circles(meters)) {
    errors.add(places.at(meter),
               fmt::format("\"parent\": the meters form a circle ({}); remove one "
                           "parent",
                           way_round(meters, meter)));
    meters[meter.index].parent.reset();
  }
}

}  // namespace pue::config
