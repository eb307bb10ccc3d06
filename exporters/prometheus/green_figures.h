// Metric families of renewable shares, their targets, CO2 and standard coal. No certificates.
#pragma once

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> green_figures();

}  // namespace pue::prometheus
