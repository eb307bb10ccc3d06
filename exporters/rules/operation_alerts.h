// Alerts on the daemon itself: whether it runs, keeps up with its buses, keeps its evidence and
// took its configuration.
#pragma once

#include <vector>

#include "exporters/rules/alert.h"

namespace pue::rules {

/// PueDaemonDown (the only one that calls someone), PueLinkOverloaded (labels site, link; value:
/// busy share), PueEvidenceAtRisk (value: seconds since a commit; only with a ledger),
/// PueCheckpointsUnsynced (value: their number; only with a directory for them),
/// PueClockUnsynchronised and
/// PueConfigReloadFailed.
std::vector<Alert> operation_alerts(const config::Configuration& configuration);

}  // namespace pue::rules
