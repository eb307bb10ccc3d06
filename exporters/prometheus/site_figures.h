// Families of the site's momentary figures and windows. Ratios of windows below their gate are
// absent in the Snapshot and therefore here.
#pragma once

#include <span>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> site_figures();

}  // namespace pue::prometheus
