#include "site/load_sums.h"

#include <algorithm>

#include "site/it_branches.h"

namespace pue::site {
namespace {

/// The role in whose sum a meter counts.
Role role_in_sums(const MeterPlace& meter) {
  return meter.subsystem ? role_of(*meter.subsystem).value_or(meter.role) : meter.role;
}

/// What its meter reads less than what passes below it: a source or battery behind a load's meter
/// feeds that load unseen by the meter. What leaves the site at an export meter is what it reads.
bool hides_sources(Role above) { return is_load(above) && above != Role::export_; }

bool feeds(const MeterPlace& meter) {
  return meter.role == Role::battery || (is_source(meter.role) && meter.supplies_site());
}

}  // namespace

SumsByRole load_sums(const SiteSettings& settings, const MeterTree& tree,
                     const std::vector<WrittenOut>& formulas, int level) {
  const auto resolved = resolved_by_children(settings, tree, level);
  const auto& meters = settings.meters;
  const auto counts = [&](MeterId m) {
    const auto& meter = meters[m.index];
    return (is_load(meter.role) && !resolved[m.index]) || feeds(meter);
  };
  SumsByRole sums;
  for (std::uint32_t index = 0; index < meters.size(); ++index) {
    const MeterId meter{index};
    if (!counts(meter)) continue;
    const bool load = is_load(meters[index].role);
    if (load) add(sums[role_in_sums(meters[index])], meter, Coefficient::whole(1));
    const auto above = tree.nearest_above(meter, counts);
    if (!above) continue;
    const auto& upper = meters[above->index];
    auto& upper_sum = sums[role_in_sums(upper)];
    if (load && is_load(upper.role)) add(upper_sum, meter, Coefficient::whole(-1));
    if (!load && hides_sources(upper.role)) add(upper_sum, meter, Coefficient::whole(1));
  }
  for (std::size_t index = 0; index < formulas.size(); ++index) {
    const auto role = settings.virtual_meters[index].role;
    for (const auto& term : formulas[index].sum) add(sums[role], term.meter, term.coefficient);
  }
  return sums;
}

Categories categories(const SiteSettings& settings, const SignedSum& it) {
  Categories found;
  const auto note = [&](ItPoint point) {
    found.lowest = std::min(found.lowest, category(point));
    found.highest = std::max(found.highest, category(point));
  };
  for (const auto& term : it) {
    if (settings.meters[term.meter.index].role != Role::it) continue;
    if (term.coefficient.is_positive()) note(it_point(settings, term.meter));
  }
  for (const auto& meter : settings.virtual_meters) {
    if (meter.role == Role::it) note(meter.point.value_or(settings.facts.it_level));
  }
  return found;
}

}  // namespace pue::site
