// The physical share of renewable energy in a site's consumption, matched in time: energy counts
// only when it was used while it was generated. It is not the share by certificates.
#pragma once

#include <optional>
#include <vector>

#include "base/zone.h"
#include "site/balance.h"

namespace pue::kpi {

/// The span within which generation and consumption are set against each other.
enum class Matching : std::uint8_t { interval, local_hour };

/// Σ min(L, G) / Σ L over spans of matching, L = facility and G = renewable_used of the usable
/// intervals in each span. An interval without known generation counts with G = 0: missing data
/// lowers the share, never raises it. Absent when no interval has renewable data (a site without
/// such sources) or Σ L is not positive (docs/domain.md, renewable share). `usable` sorted by
/// start.
std::optional<double> renewable_share(Matching matching,
                                      const std::vector<const site::SiteInterval*>& usable,
                                      const Zone& zone);

}  // namespace pue::kpi
