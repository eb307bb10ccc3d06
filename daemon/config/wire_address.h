// Where a register is: a Modicon number, or a wire address beside its function code.
#pragma once

#include <optional>

#include "config/mapping.h"
#include "config/modicon.h"

namespace pue::config {

/// Reads `address` and `function` of a mapping; what is wrong with them is reported at its place.
std::optional<WireAddress> read_address(const Mapping& map);

}  // namespace pue::config
