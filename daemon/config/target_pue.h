// `site.target_pue`: the site's own target of annual PUE, one number or twelve monthly ones.
// Whether it lies below a cap is not its business.
#pragma once

#include <optional>

#include "config/mapping.h"
#include "kpi/pue_target.h"

namespace pue::config {

/// Absent without the key, or when it is wrong: that is reported at its place.
std::optional<kpi::OwnTarget> read_target_pue(const Mapping& site);

}  // namespace pue::config
