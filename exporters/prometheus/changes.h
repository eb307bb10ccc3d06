// Metric families of ΔPUE: why the last closed hour and day differ from like ones before.
#pragma once

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> changes();

}  // namespace pue::prometheus
