// The limits that a value must keep to be believed at all. What is refused here is counted and
// never becomes a figure; the meter's other values stay.
#pragma once

#include "base/units.h"
#include "meter/quantity.h"
#include "site/role.h"

namespace pue::engine {

/// Power after `reverse`. Refused: more than 1.2 · max_power in either direction (the margin of a
/// legal register step) and a load's power below −1 % of max_power (a CT the wrong way round).
/// max_power 0: not declared, no limit. docs/domain.md, steps that are not consumption.
bool plausible_power(Watts power, Watts max_power, site::Role role);

/// A register counts up from 0, but for a net register, and our units must be able to hold it:
/// below 2.5e15 Wh or 9e12 m³. A serial number is a whole one from 1 to 2^53. A momentary value is
/// always possible here. `value` in the quantity's unit, finite.
bool possible_value(meter::Quantity quantity, double value);

}  // namespace pue::engine
