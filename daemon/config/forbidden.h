// `forbidden:` of a profile or a meter: registers that the device must not be asked for, so that no
// request reads over them.
#pragma once

#include <yaml-cpp/yaml.h>

#include <vector>

#include "config/errors.h"
#include "meter/point.h"
#include "modbus/planner.h"

namespace pue::config {

/// Each entry is {address, count} or {function, address, count}, addresses as in points. An entry
/// that touches one of `points` is an error: it could never be read.
std::vector<modbus::Cut> read_forbidden(const YAML::Node& list,
                                        const std::vector<meter::Point>& points, ErrorList& errors);

}  // namespace pue::config
