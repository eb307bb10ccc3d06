// Families of the policy caps that apply to the site. A cap binds the 12-month figure: a shorter
// window's 0 or 1 is an indication.
#pragma once

#include <span>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

std::span<const Family> caps();

}  // namespace pue::prometheus
