// Time zones of this machine (the IANA database of the operating system) as pue::Zone.
#pragma once

#include <optional>
#include <string>

#include "base/zone.h"

namespace pue::runtime {

/// "Asia/Shanghai" → its changes of offset from 1970 to 2100, or nothing when the database does not
/// have it. After the database's last change (2037 for zones that still change) its offset stays.
std::optional<Zone> find_zone(const std::string& name);

}  // namespace pue::runtime
