// Families of polling: attempts, failures by reason, links, and how late polls start.
#pragma once

#include <span>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> polls();

}  // namespace pue::prometheus
