// A figure of a ledger as a series of local steps, point by point: what `puectl history` prints and
// the HTTP API gives. It reads only, about a local day at a time, and writes no format.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "commands/ledger_site.h"
#include "ledger/series.h"

namespace pue::commands {

/// As a person asks.
struct SeriesOptions {
  std::string ledger;  // path
  std::string figure;  // "pue", "overhead_energy:cooling" … (ledger/series.h)
  std::string step = "1h";
  /// RFC 3339 with zone, or a local date of the site (its midnight). Default: all that is stored.
  std::optional<std::string> from;
  std::optional<std::string> to;
  /// RFC 3339 or a local date: as it was known then. Default: as it is known now.
  std::optional<std::string> as_of = {};
};

struct SeriesRequest {
  ledger::Figure figure;
  kpi::Window step = kpi::Window::hour;
  Period period;
  std::optional<UtcTime> as_of;
};

/// Error: which option is wrong ("step: …"), and what there is.
Result<SeriesRequest> parse_series(const SeriesOptions& options, const LedgerSite& site);

/// Tells every whole local step, oldest first. Error: what is wrong with the ledger; points that
/// were told before it are right.
Result<void> each_point(const std::string& ledger, const LedgerSite& site,
                        const SeriesRequest& request,
                        const std::function<void(const ledger::SeriesPoint&)>& take);

}  // namespace pue::commands
