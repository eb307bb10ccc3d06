// Alerts that set a PUE beside a cap. They read the cap and the exact comparison from metrics; the
// rules hold no cap. A cap binds the 12-month figure, so none of them calls anybody out.
#pragma once

#include <vector>

#include "exporters/rules/alert.h"

namespace pue::rules {

/// PueAboveCapDay, PueAboveCapHour (warnings on closed windows), PueAboveCapQuarterHour and
/// PueLiveAboveCap (info: soon, not sure). Labels: site, policy; value: the PUE.
std::vector<Alert> cap_alerts(const config::Configuration& configuration);

}  // namespace pue::rules
