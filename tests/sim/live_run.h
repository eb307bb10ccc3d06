// Runs the site live: opens all ports, writes the configuration, serves until SIGTERM or SIGINT,
// saves the state.
#pragma once

#include "base/result.h"
#include "sim/options.h"
#include "sim/site_description.h"

namespace pue::sim {

/// Returns after a clean end. Error: what could not be opened, read or saved.
Result<void> run_live(const Options& options, const SiteDescription& site);

}  // namespace pue::sim
