// The limits that a momentary value must keep to be believed at all. What is refused here is
// counted and never becomes a figure; the meter's other values stay.
#pragma once

#include "base/units.h"
#include "site/role.h"

namespace pue::engine {

/// Power after `reverse`. Refused: more than 1.2 · max_power in either direction (the margin of a
/// legal register step) and a load's power below −1 % of max_power (a CT the wrong way round).
/// max_power 0: not declared, no limit. docs/domain.md, steps that are not consumption.
bool plausible_power(Watts power, Watts max_power, site::Role role);

}  // namespace pue::engine
