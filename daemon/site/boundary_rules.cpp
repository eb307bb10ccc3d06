#include "site/boundary_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "site/it_branches.h"

namespace pue::site {
namespace {

bool has_source(const SiteSettings& settings) {
  return std::any_of(settings.meters.begin(), settings.meters.end(),
                     [](const MeterPlace& meter) { return meter.supplies_site(); });
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
  for (const auto& meter : settings.virtual_meters) {
    // Its formula says what it measures, so it is at the level, whatever its point.
    if (meter.role == Role::it) return std::nullopt;
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

bool is_in_facility(const MeterPlace& meter) {
  return is_source(meter.role) || meter.supplies_site();
}

/// A grid meter stands first; a generator may feed in behind the grid meter or behind a load's
/// meter, but not behind another generator's, which has counted it already.
bool may_stand_below(const MeterPlace& source, const MeterPlace& above) {
  return source.role != Role::grid && (above.role == Role::grid || !is_in_facility(above));
}

std::optional<Error> source_behind_another(const SiteSettings& settings, const MeterTree& tree) {
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const auto& meter = settings.meters[index];
    if (!is_in_facility(meter)) continue;
    const auto above = tree.nearest_above(MeterId{index}, [&](MeterId candidate) {
      return settings.meters[candidate.index].role != Role::feeder;
    });
    if (!above) continue;
    const auto& upper = settings.meters[above->index];
    if (!may_stand_below(meter, upper)) {
      return Error{fmt::format(
          "meter {} (role {}) is below {} (role {}): its energy would enter E_facility twice; give "
          "one of them `role: feeder` or correct `parent`",
          meter.name, name(meter.role), upper.name, name(upper.role))};
    }
    if (is_source(meter.role) && !meter.supplies_site()) {
      return Error{fmt::format(
          "meter {} (supplies: {}) is below {}: what feeds in there supplies the site; remove "
          "`supplies` or `parent`",
          meter.name, name(meter.supplies), upper.name)};
    }
  }
  return std::nullopt;
}

std::optional<Error> export_that_the_grid_meter_sees(const SiteSettings& settings,
                                                     const MeterTree& tree) {
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    if (settings.meters[index].role != Role::export_) continue;
    const auto grid = tree.nearest_above(MeterId{index}, [&](MeterId candidate) {
      const auto& above = settings.meters[candidate.index];
      return above.role == Role::grid && above.counts_export;
    });
    if (!grid) continue;
    return Error{fmt::format(
        "meter {} (role export) is below {}, which counts the same export: it would leave "
        "E_facility twice; give {} `role: feeder`",
        settings.meters[index].name, settings.meters[grid->index].name,
        settings.meters[index].name)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> broken_boundary_rule(const SiteSettings& settings, const MeterTree& tree) {
  if (auto error = no_source(settings)) return error;
  if (auto error = no_it_at_level(settings)) return error;
  if (auto error = source_behind_another(settings, tree)) return error;
  return export_that_the_grid_meter_sees(settings, tree);
}

}  // namespace pue::site
