// Formulas of virtual meters: names of meters joined by + and −, each with a number before it where
// only a part counts; nothing more. Operators have spaces on both sides, because a name may contain
// "-".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "site/site_settings.h"

namespace pue::config {

/// Every name that a formula may have: meters and virtual meters.
using FormulaNames =
    std::map<std::string, std::variant<MeterId, site::VirtualMeterId>, std::less<>>;

/// "ups-a-in - ups-a-out", "0.35 * plant + 0.5 * vm-b". Error: the part that is wrong, with the
/// nearest meter's name.
Result<std::vector<site::FormulaTerm>> parse_formula(std::string_view text,
                                                     const FormulaNames& names);

}  // namespace pue::config
