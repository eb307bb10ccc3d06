#include "site/it_branches.h"

#include <fmt/format.h>

#include <array>

namespace pue::site {
namespace {

/// What is known about everything below one meter.
struct Below {
  bool has_it = false;
  std::vector<MeterId> not_complete;  // part of the energy that passes here is unmetered
  std::vector<MeterId> too_deep;      // IT meters beyond the level
  bool measures_it() const { return has_it && not_complete.empty() && too_deep.empty(); }
};

void look_below(const SiteSettings& settings, const MeterTree& tree, MeterId meter, int level,
                Below& below) {
  if (!settings.meters[meter.index].children_complete || tree.children(meter).empty()) {
    below.not_complete.push_back(meter);
  }
  for (const auto child : tree.children(meter)) {
    const auto role = settings.meters[child.index].role;
    // A feeder is a node on the way: what passes it must be metered below it as well.
    if (role == Role::feeder) look_below(settings, tree, child, level, below);
    if (role != Role::it) continue;
    below.has_it = true;
    if (category(it_point(settings, child)) > level) below.too_deep.push_back(child);
  }
}

Below below_of(const SiteSettings& settings, const MeterTree& tree, MeterId meter, int level) {
  Below below;
  look_below(settings, tree, meter, level, below);
  return below;
}

bool is_it_above(const SiteSettings& settings, MeterId meter, int level) {
  return settings.meters[meter.index].role == Role::it &&
         category(it_point(settings, meter)) < level;
}

std::string what_is_missing(const SiteSettings& settings, const Below& below, MeterId meter,
                            int level) {
  const auto name_of = [&](MeterId id) { return settings.meters[id.index].name; };
  const auto wanted = point_of_category(level);
  if (!below.has_it) {
    return fmt::format("meters with point: {} below {}, and children: complete there", wanted,
                       name_of(meter));
  }
  if (!below.too_deep.empty()) {
    return fmt::format("a meter with point: {} above {}", wanted, name_of(below.too_deep.front()));
  }
  std::string names;
  for (const auto id : below.not_complete) names += (names.empty() ? "" : ", ") + name_of(id);
  return fmt::format("children: complete at {}, once the meters below carry all its energy", names);
}

}  // namespace

std::string_view point_of_category(int category) {
  constexpr std::array points = {ItPoint::ups_output, ItPoint::pdu_output, ItPoint::it_input};
  return name(points[static_cast<std::size_t>(category - 1)]);
}

ItPoint it_point(const SiteSettings& settings, MeterId meter) {
  return settings.meters[meter.index].point.value_or(settings.facts.it_level);
}

std::vector<bool> resolved_by_children(const SiteSettings& settings, const MeterTree& tree,
                                       int level) {
  std::vector<bool> resolved(settings.meters.size(), false);
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const MeterId meter{index};
    resolved[index] =
        is_it_above(settings, meter, level) && below_of(settings, tree, meter, level).measures_it();
  }
  return resolved;
}

std::vector<std::string> missing_at_level(const SiteSettings& settings, const MeterTree& tree,
                                          int level) {
  const auto resolved = resolved_by_children(settings, tree, level);
  // A meter that lies below one that counts is not where its branch is stuck.
  const auto counts = [&](MeterId meter) {
    return settings.meters[meter.index].role == Role::it && !resolved[meter.index];
  };
  std::vector<std::string> missing;
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const MeterId meter{index};
    if (!is_it_above(settings, meter, level) || !counts(meter)) continue;
    if (tree.nearest_above(meter, counts)) continue;
    missing.push_back(
        what_is_missing(settings, below_of(settings, tree, meter, level), meter, level));
  }
  for (const auto& meter : settings.virtual_meters) {
    if (meter.role != Role::it) continue;
    if (category(meter.point.value_or(settings.facts.it_level)) >= level) continue;
    missing.push_back(
        fmt::format("meters with point: {} in place of {}", point_of_category(level), meter.name));
  }
  return missing;
}

}  // namespace pue::site
