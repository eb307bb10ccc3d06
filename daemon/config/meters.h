// `meters:` → their places in the site, connections and trackers, in the order of the text, which
// gives each meter its MeterId.
#pragma once

#include "config/links.h"
#include "config/profile_cache.h"
#include "config/references.h"

namespace pue::config {

/// What reading meters needs besides their text.
struct MeterContext {
  LinkTable& links;
  ProfileCache& profiles;
  ErrorList& errors;
};

/// Fills site.meters, connections and trackers of `settings` (polling and interval are set
/// already). Returns the names found, for formulas.
MeterNames read_meters(const YAML::Node& list, MeterContext context, engine::Settings& settings);

}  // namespace pue::config
