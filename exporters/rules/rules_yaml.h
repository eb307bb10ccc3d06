// The rules file of a site for Prometheus: text in, text out. It loads nothing, and whether
// Prometheus likes the result is promtool's to say (tests/unit/exporters/rules/).
#pragma once

#include <string>

#include "config/load.h"
#include "config/messages.h"

namespace pue::rules {

/// Recording and alerting rules, one group each, every expression bound to the site. Delays come
/// from `alerts:`, texts from the catalogue's language; caps and targets stay metrics.
std::string rules_yaml(const config::Configuration& configuration,
                       const config::Messages& messages);

}  // namespace pue::rules
