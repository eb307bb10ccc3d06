// How much of the on-site renewable generation was used on site in one interval, and how much of it
// there can have been at most. It knows nothing of certificates, of power bought as green, or of
// what a battery did with it.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "base/units.h"

namespace pue::site {

/// max(0, generation − export), the export taken pro rata from all on-site generation, so that
/// renewables carry `renewable / (renewable + other)` of it; rounded down to the joule. Negative
/// generation (an inverter's own consumption at night) counts as none (docs/domain.md,
/// renewable share).
Joules used_on_site(Joules renewable, Joules other_generation, Joules exported);

/// A power in millionths of a watt, as it is recorded; at most 10^18, which is 1000 GW.
std::int64_t microwatts(Watts power);

/// What a meter of that P_max can at most have counted in a time, to the nearest joule: 1.2 · P_max
/// is the most that a register is believed (docs/domain.md, "Steps that are not consumption").
Joules most_possible(std::int64_t microwatts, Duration time);

}  // namespace pue::site
