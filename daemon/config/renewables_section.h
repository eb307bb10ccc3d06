// The section "renewables": files of the operator with what no meter tells, the grid's carbon-free
// share and the certificate account.
#pragma once

#include "config/mapping.h"
#include "engine/settings.h"

namespace pue::config {

void read_renewables(const YAML::Node& node, const Lookups& lookups, engine::GreenSettings& green,
                     ErrorList& errors);

}  // namespace pue::config
