// `virtual_meters:` → formulas of meters, in the order of the text, which gives each virtual meter
// its VirtualMeterId.
#pragma once

#include "config/formula.h"
#include "config/references.h"

namespace pue::config {

/// `meters` are the names of the physical ones. A circle of formulas is told at one of them.
void read_virtual_meters(const YAML::Node& list, const MeterNames& meters, site::SiteSettings& site,
                         ErrorList& errors);

}  // namespace pue::config
