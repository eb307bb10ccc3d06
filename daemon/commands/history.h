// `puectl history`: a figure of the ledger as CSV on the local clock of its site. It reads only.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/zone.h"

namespace CLI {
class App;
}

namespace pue::commands {

struct HistoryOptions {
  std::string ledger;  // path
  std::string figure;  // "pue", "overhead_energy:cooling" … (ledger/series.h)
  std::string step = "1h";
  /// RFC 3339 with zone, or a local date of the site (its midnight). Default: all that is stored.
  std::optional<std::string> from;
  std::optional<std::string> to;
  /// RFC 3339 or a local date: as it was known then. Default: as it is known now.
  std::optional<std::string> as_of = {};
};

/// Writes the header and a line for each whole local step. Error: what is wrong with the options or
/// the ledger; lines that were written before it stay.
Result<void> history(const HistoryOptions& options, const ZoneLookup& zone_of, std::ostream& out);

/// Adds the subcommand; when it is called, `exit_code` becomes 0 or 1.
void add_history(CLI::App& app, int& exit_code);

}  // namespace pue::commands
