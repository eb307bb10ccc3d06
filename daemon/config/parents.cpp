#include "config/parents.h"

#include <fmt/format.h>

#include "config/nearest.h"

namespace pue::config {
namespace {

/// "a, b, a": the way round from `start`; empty if the way up ends.
std::string way_round(const std::vector<site::MeterPlace>& meters, MeterId start) {
  std::string way = meters[start.index].name;
  auto at = meters[start.index].parent;
  for (std::size_t steps = 0; at && steps < meters.size(); ++steps) {
    way += ", " + meters[at->index].name;
    if (*at == start) return way;
    at = meters[at->index].parent;
  }
  return "";
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
  for (const auto& note : notes_) {
    const auto found = names.find(note.parent);
    if (found != names.end()) {
      meters[note.meter.index].parent = found->second;
    } else {
      errors.add(note.at, fmt::format("\"parent\": unknown meter \"{}\"{}", note.parent,
                                      did_you_mean(note.parent, known)));
    }
  }
  for (const auto& note : notes_) {
    const auto way = way_round(meters, note.meter);
    if (way.empty()) continue;
    errors.add(note.at,
               fmt::format("\"parent\": the meters form a circle ({}); remove one parent", way));
    meters[note.meter.index].parent.reset();
  }
}

}  // namespace pue::config
