// Families of the daemon itself: store, configuration, build, and the process as the kernel sees
// it.
#pragma once

#include <span>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> daemon_state();

}  // namespace pue::prometheus
