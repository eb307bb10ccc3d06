// The last check of a configuration: whether the site's boundary equation can be built.
#pragma once

#include <optional>
#include <string>

#include "site/site_settings.h"

namespace pue::config {

/// What the boundary lacks, with its remedy; nothing when it is good.
std::optional<std::string> boundary_error(const site::SiteSettings& settings);

}  // namespace pue::config
