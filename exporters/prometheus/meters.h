// Families of the single meters. A stale meter keeps its info and its 0 of pue_meter_up; power and
// energies vanish until it answers again.
#pragma once

#include <span>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> meters();

}  // namespace pue::prometheus
