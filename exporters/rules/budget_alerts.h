// Alerts on PUE as a budget of the year: it is used too fast, or the year will end above its cap.
// Only budgets with a season call anybody (docs/domain.md, "PUE as a budget").
#pragma once

#include "exporters/rules/alert.h"

namespace pue::rules {

std::vector<Alert> budget_alerts(const config::Configuration& configuration);

}  // namespace pue::rules
