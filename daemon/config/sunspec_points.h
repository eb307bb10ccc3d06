// `sunspec:` of a profile → meter::SunSpecMap: points by model and offset, checked against each
// other.
#pragma once

#include <yaml-cpp/yaml.h>

#include "config/errors.h"
#include "meter/sunspec_map.h"

namespace pue::config {

/// `max_registers`: one request must read a value together with its scale factor. What is wrong is
/// reported; then the map is not to be used.
meter::SunSpecMap read_sunspec(const YAML::Node& list, std::uint16_t max_registers,
                               ErrorList& errors);

}  // namespace pue::config
