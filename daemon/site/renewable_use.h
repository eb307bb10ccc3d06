// How much of the on-site renewable generation was used on site in one interval. It knows nothing
// of certificates, of power bought as green, or of what a battery did with it.
#pragma once

#include "base/units.h"

namespace pue::site {

/// max(0, generation − export), the export taken pro rata from all on-site generation, so that
/// renewables carry `renewable / (renewable + other)` of it; rounded down to the joule. Negative
/// generation (an inverter's own consumption at night) counts as none (docs/domain.md,
/// renewable share).
Joules used_on_site(Joules renewable, Joules other_generation, Joules exported);

}  // namespace pue::site
