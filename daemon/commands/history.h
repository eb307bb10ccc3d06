// `puectl history`: a figure of the ledger as CSV on the local clock of its site. It reads only.
#pragma once

#include <iosfwd>

#include "base/result.h"
#include "base/zone.h"
#include "commands/figure_series.h"

namespace pue::commands {

class CommandLine;

/// Writes the header and a line for each whole local step; to `notes` what a rule has dropped of
/// it. Error: what is wrong with the options or the ledger; lines that were written before it stay.
Result<void> history(const SeriesOptions& options, const ZoneLookup& zone_of, std::ostream& out,
                     std::ostream& notes);

void add_history(CommandLine& line);

}  // namespace pue::commands
