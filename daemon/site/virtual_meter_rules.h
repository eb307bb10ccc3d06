// What a virtual meter may stand for, and what its formula may not add because it counts already.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "site/formulas.h"
#include "site/meter_tree.h"
#include "site/site_settings.h"

namespace pue::site {

/// The first virtual meter that breaks a rule, with the remedy: it stands for a load, for what
/// leaves the site or is held back, or as `feeder` only for other formulas; it does not add a load
/// that is in a sum of its own.
std::optional<Error> broken_virtual_meter_rule(const SiteSettings& settings, const MeterTree& tree,
                                               const std::vector<WrittenOut>& formulas);

}  // namespace pue::site
