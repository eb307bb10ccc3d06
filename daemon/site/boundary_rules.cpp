#include "site/boundary_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "site/it_branches.h"

namespace pue::site {
namespace {

bool has_source(const SiteSettings& settings) {
  return std::any_of(settings.meters.begin(), settings.meters.end(),
                     [](const MeterPlace& meter) { return is_source(meter.role); });
}

std::optional<Error> no_source(const SiteSettings& settings) {
  if (has_source(settings)) return std::nullopt;
  return Error{
      "no source meter: E_facility is the sum of what supplies the site; give the meter at the "
      "utility connection `role: grid`"};
}

std::optional<Error> no_it_at_level(const SiteSettings& settings) {
  const MeterPlace* deeper = nullptr;
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    if (settings.meters[index].role != Role::it) continue;
    const auto point = it_point(settings, MeterId{index});
    if (category(point) <= category(settings.facts.it_level)) return std::nullopt;
    if (!deeper) deeper = &settings.meters[index];
  }
  if (!deeper) {
    return Error{
        "no IT meter: PUE divides by E_it; give the meters at the UPS outputs `role: it` and "
        "`point: ups_output`"};
  }
  return Error{fmt::format(
      "no IT meter at site.it_level {}: meter {} measures at {}; set `it_level: {}` or add the "
      "meters at {}",
      name(settings.facts.it_level), deeper->name, name(*deeper->point), name(*deeper->point),
      name(settings.facts.it_level))};
}

/// A grid meter stands first; a generator may feed in behind the grid meter or behind a load's
/// meter, but not behind another generator's, which has counted it already.
bool may_stand_below(Role source, Role above) {
  return source != Role::grid && (above == Role::grid || !is_source(above));
}

std::optional<Error> source_behind_another(const SiteSettings& settings, const MeterTree& tree) {
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const auto& meter = settings.meters[index];
    if (!is_source(meter.role)) continue;
    const auto above = tree.nearest_above(MeterId{index}, [&](MeterId candidate) {
      return settings.meters[candidate.index].role != Role::feeder;
    });
    if (!above || may_stand_below(meter.role, settings.meters[above->index].role)) continue;
    return Error{fmt::format(
        "meter {} (role {}) is below {} (role {}): its energy would enter E_facility twice; give "
        "one of them `role: feeder` or correct `parent`",
        meter.name, name(meter.role), settings.meters[above->index].name,
        name(settings.meters[above->index].role))};
  }
  return std::nullopt;
}

bool is_subsystem(Role role) {
  return role == Role::cooling || role == Role::power_loss || role == Role::lighting ||
         role == Role::other;
}

std::optional<Error> unusable_virtual_meter(const SiteSettings& settings) {
  for (const auto& meter : settings.virtual_meters) {
    if (!is_subsystem(meter.role)) {
      return Error{fmt::format(
          "virtual meter {}: role {} cannot be measured by difference; a virtual meter has role "
          "cooling, power_loss, lighting or other",
          meter.name, name(meter.role))};
    }
    if (meter.terms.empty()) {
      return Error{fmt::format("virtual meter {}: its formula names no meter", meter.name)};
    }
    for (const auto& term : meter.terms) {
      if (term.meter.index < settings.meters.size()) continue;
      return Error{
          fmt::format("virtual meter {}: its formula names a meter that does not exist; use meters "
                      "of this site",
                      meter.name)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> broken_boundary_rule(const SiteSettings& settings, const MeterTree& tree) {
  if (auto error = no_source(settings)) return error;
  if (auto error = no_it_at_level(settings)) return error;
  if (auto error = source_behind_another(settings, tree)) return error;
  return unusable_virtual_meter(settings);
}

}  // namespace pue::site
