// Formulas of virtual meters: meter names joined by + and −, nothing more. Operators have spaces on
// both sides, because a name may contain "-".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "site/site_settings.h"

namespace pue::config {

using MeterNames = std::map<std::string, MeterId, std::less<>>;

/// "ups-a-in - ups-a-out". Error: the part that is wrong, with the nearest meter's name.
Result<std::vector<site::FormulaTerm>> parse_formula(std::string_view text,
                                                     const MeterNames& meters);

}  // namespace pue::config
