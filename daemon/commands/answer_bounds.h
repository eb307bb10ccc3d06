// How much of a ledger is answered over HTTP: the daemon's memory and time are not for whole
// decades. puectl has no such bounds.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "commands/figure_series.h"
#include "commands/ledger_site.h"

namespace pue::commands {

/// The named period (named_period.h). Error: it is none, or too long for an answer.
Result<Period> bounded_period(const std::string& text, const LedgerSite& site);

/// Before a step is made. Error: there would be more than an answer may have.
Result<void> check_points(const SeriesRequest& request);

}  // namespace pue::commands
