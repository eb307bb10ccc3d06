// Families of the site's energy counters. They advance together when a usable paired interval
// closes, so any two can be divided over any range.
#pragma once

#include <span>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> energy_counters();

}  // namespace pue::prometheus
