// The choice of the level at which IT energy is measured, branch by branch. It decides which IT
// meters give way to the meters below them; it sums nothing.
#pragma once

#include <vector>

#include "site/meter_tree.h"
#include "site/site_settings.h"

namespace pue::site {

/// The point of an IT meter: its own, else site.it_level.
ItPoint it_point(const SiteSettings& settings, MeterId meter);

/// By MeterId: true for an IT meter above `it_level` whose branch is completely metered by IT
/// meters below it (`children: complete` down to each of them), so that those count instead. Every
/// other IT meter counts unless it lies below one that does (docs/domain.md, PUE).
std::vector<bool> resolved_by_children(const SiteSettings& settings, const MeterTree& tree);

}  // namespace pue::site
