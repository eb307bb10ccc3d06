// `puectl replay`: recorded readings through the ordinary engine instead of a bus, into figures or
// into a ledger that the daemon then continues.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"
#include "config/load.h"

namespace pue::commands {

class CommandLine;

struct ReplayOptions {
  std::string readings;               // path of the CSV
  std::string format = "json";        // json: the figures at the end; csv: a line per interval
  std::optional<std::string> ledger;  // path: filled with the closed intervals and the state
  std::optional<Duration> period;     // spacing of the readings; default: each meter's median step
};

/// Figures go to `out`, progress (on a terminal) and the spacing found to `notes`. Error: file and
/// line of the first row that cannot be understood, or what failed with the ledger.
Result<void> replay(const ReplayOptions& options, const config::Configuration& configuration,
                    std::ostream& out, std::ostream& notes, bool show_progress);

/// The same readings through two configurations: what differs at the end, as JSON or CSV. No ledger
/// is filled. Error as above, or a meter of the readings that the other configuration does not
/// have.
Result<void> compare(const ReplayOptions& options, const config::Configuration& configuration,
                     const config::Configuration& other, std::ostream& out, std::ostream& notes,
                     bool show_progress);

void add_replay(CommandLine& line);

}  // namespace pue::commands
