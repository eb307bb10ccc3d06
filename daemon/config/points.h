// Points of a meter or a profile: `points:` → meter::Point, checked against each other.
#pragma once

#include <yaml-cpp/yaml.h>

#include <vector>

#include "config/errors.h"
#include "meter/point.h"

namespace pue::config {

/// Points that are wrong are reported and left out; an empty or missing list is reported.
std::vector<meter::Point> read_points(const YAML::Node& list, ErrorList& errors);

}  // namespace pue::config
