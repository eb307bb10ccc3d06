// The profiles of this machine, loaded: what `puectl init` and `puectl scan` try on a meter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/profile.h"

namespace pue::commands {

/// All of them, or the one that is named. Error: a profile that cannot be loaded, an unknown name
/// with those that are known, or that there are none.
Result<std::vector<meter::Profile>> known_profiles(const std::optional<std::string>& name);

}  // namespace pue::commands
