// Alerts on data that is missing: figures stay honest by being absent, and these say so aloud.
#pragma once

#include <vector>

#include "exporters/rules/alert.h"

namespace pue::rules {

/// PueMeterDown (labels site, meter, role, link), PueCoverageLow (the closed hour is below its
/// gate; value: coverage), PueAbsent (neither a live nor a 15-minute PUE although the daemon
/// answers).
std::vector<Alert> data_alerts(const config::Configuration& configuration);

}  // namespace pue::rules
