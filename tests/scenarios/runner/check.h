// Comparing what is there with what a statement says: "1.25 ± 0.001", "absent low_coverage",
// ">= 3". It does not know where the values come from.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/units.h"
#include "scenarios/runner/words.h"

namespace pue::scenario {

/// What is there instead of what was expected; nothing when it is as expected.
using Mismatch = std::optional<std::string>;

/// "1.25 ± 0.001" or "absent [reason]". Without ± the value is met to a billionth.
Mismatch check_number(Words& words, std::optional<double> actual, const std::string& reason = "");
/// "125kWh ± 2Wh" or "absent". Without ± to the joule.
Mismatch check_energy(Words& words, std::optional<Joules> actual);
/// "125kW ± 1W" or "absent". Without ± to a milliwatt.
Mismatch check_power(Words& words, std::optional<Watts> actual);
/// "3" or ">= 3".
Mismatch check_count(Words& words, std::uint64_t actual);
/// One word.
Mismatch check_word(Words& words, const std::string& actual);

}  // namespace pue::scenario
