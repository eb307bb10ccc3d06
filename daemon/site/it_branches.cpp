#include "site/it_branches.h"

namespace pue::site {
namespace {

/// What is known about everything below one meter.
struct Below {
  bool complete = true;  // no part of the energy that passes here is unmetered
  bool has_it = false;
};

Below look_below(const SiteSettings& settings, const MeterTree& tree, MeterId meter) {
  if (!settings.meters[meter.index].children_complete) return {false, false};
  Below below;
  for (const auto child : tree.children(meter)) {
    const auto role = settings.meters[child.index].role;
    if (role == Role::it) below.has_it = true;
    if (role != Role::feeder) continue;
    // A feeder is a node on the way: what passes it must be metered below it as well.
    const auto deeper = look_below(settings, tree, child);
    below.complete = below.complete && deeper.complete;
    below.has_it = below.has_it || deeper.has_it;
  }
  if (tree.children(meter).empty()) below.complete = false;
  return below;
}

}  // namespace

ItPoint it_point(const SiteSettings& settings, MeterId meter) {
  return settings.meters[meter.index].point.value_or(settings.facts.it_level);
}

std::vector<bool> resolved_by_children(const SiteSettings& settings, const MeterTree& tree) {
  std::vector<bool> resolved(settings.meters.size(), false);
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const MeterId meter{index};
    if (settings.meters[index].role != Role::it) continue;
    if (category(it_point(settings, meter)) >= category(settings.facts.it_level)) continue;
    const auto below = look_below(settings, tree, meter);
    resolved[index] = below.complete && below.has_it;
  }
  return resolved;
}

}  // namespace pue::site
