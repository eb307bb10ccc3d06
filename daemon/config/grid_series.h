// The grid's carbon-free share by the hour, `time,fraction`: text → series, or every error with
// its place. It fills no gap: an hour that is not listed is not known.
#pragma once

#include <variant>

#include "config/load.h"
#include "kpi/hourly_series.h"

namespace pue::config {

/// Rows sorted by time, whole hours apart, the time being the start of the hour (RFC 3339 with
/// zone); fractions 0 to 1 with at most six digits after the point.
std::variant<kpi::HourlySeries, LocatedErrors> load_grid_series(const SourceText& file);

}  // namespace pue::config
