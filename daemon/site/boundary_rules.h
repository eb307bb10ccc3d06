// What a site must have before a boundary equation can be written, and what it must not have
// because it would be summed twice.
#pragma once

#include <optional>

#include "base/result.h"
#include "site/meter_tree.h"
#include "site/site_settings.h"

namespace pue::site {

/// The first rule that the settings break, with the meter's name and the remedy; nothing when all
/// hold: a source, an IT meter at site.it_level or above it, no source behind another one, nothing
/// in the tree that the sums above it would hide.
std::optional<Error> broken_boundary_rule(const SiteSettings& settings, const MeterTree& tree);

}  // namespace pue::site
