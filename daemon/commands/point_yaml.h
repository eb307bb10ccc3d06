// A point as a person writes it into a configuration or a profile.
#pragma once

#include <string>

#include "meter/point.h"

namespace pue::commands {

/// "{quantity: active_power_w, function: 4, address: 52, type: float32}", one line; what has its
/// default is left out. The loader makes the same point of it.
std::string point_yaml(const meter::Point& point);

}  // namespace pue::commands
