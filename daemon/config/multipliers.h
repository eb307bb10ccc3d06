// `multipliers:` of a meter: the ratios of its current and voltage transformers by date, and who
// applies them.
#pragma once

#include "config/mapping.h"
#include "engine/primary_side.h"

namespace pue::config {

/// Sorted by time. `interval`: a multiplier changes at its boundaries only.
std::vector<engine::Multiplier> read_multipliers(const Mapping& meter, Duration interval);

/// "2000/5" → 400.
Result<double> parse_ratio(std::string_view text);

}  // namespace pue::config
