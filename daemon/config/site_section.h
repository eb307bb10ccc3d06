// `site:` → the facts of the site and its time zone.
#pragma once

#include "config/load.h"
#include "config/mapping.h"

namespace pue::config {

/// Fills facts and zone; wrong values are reported and keep their defaults.
void read_site(const YAML::Node& node, const Lookups& lookups, engine::Settings& settings,
               ErrorList& errors);

}  // namespace pue::config
