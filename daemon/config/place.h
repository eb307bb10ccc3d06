// What a meter is in the site: role, place in the boundary, time in service, accuracy. Not how it
// is read.
#pragma once

#include "config/mapping.h"
#include "site/site_settings.h"

namespace pue::config {

/// Reads all but name, parent and checks, which need the other meters. `interval` is the grid on
/// which `from` and `to` lie.
void read_place(const Mapping& map, Duration interval, site::MeterPlace& place);

/// A moment at which intervals begin: a meter counts in whole intervals, so what it is changes at
/// their boundaries.
std::optional<UtcTime> read_boundary(const Mapping& map, std::string_view key, Duration interval);

}  // namespace pue::config
