// `puectl scan`: which units of a link answer, and which profiles their registers fit.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "commands/profile_fit.h"
#include "commands/read.h"

namespace pue::commands {

class CommandLine;

/// How a scan goes on, for a person who waits.
using ScanProgress = std::function<void(std::uint8_t unit, std::size_t found)>;

/// A line for each unit that answers, with the profile that fits best and those that fit as well.
/// A unit answers also by refusing; a gateway that reaches none (exceptions 10 and 11) is no
/// answer. How many answered. Error: the link cannot be opened; then the rest is not asked.
Result<std::size_t> scan(const std::vector<std::uint8_t>& units,
                         const std::vector<meter::Profile>& profiles, const Ask& ask,
                         const ScanProgress& progress, std::ostream& out);

/// Exit code 0: a unit answered.
void add_scan(CommandLine& line);

}  // namespace pue::commands
