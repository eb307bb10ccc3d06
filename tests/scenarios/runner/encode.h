// A value → the registers of a point: what a device does, for virtual meters. The inverse of
// meter/decode.h, written from the definition of types and orders.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "meter/point.h"

namespace pue::scenario {

/// Nothing becomes the point's first sentinel, else NaN of a float. Throws ScriptError where a
/// point has neither, or a type that no scenario needs yet.
std::vector<std::uint16_t> encode(const meter::Point& point, std::optional<double> value);

}  // namespace pue::scenario
