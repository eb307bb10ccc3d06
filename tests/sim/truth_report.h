// What the control port says: the true energies and the state of the simulation, as JSON texts.
// No HTTP here.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "sim/faults.h"
#include "sim/live_site.h"

namespace pue::sim {

/// "2026-03-01T00:00:00Z" or "1772323200" → seconds since 1970; fractions of a second are an error.
Result<std::int64_t> parse_moment(const std::string& text);

/// True energies since the simulated time began, J, by meter and of the site.
std::string truth_now(LiveSite& site);

/// True energies of [from, to): facility, IT, PUE, and by meter where both ends are kept (2 hours
/// by the second, 2 days by the quarter hour). Error: which moment is not kept.
Result<std::string> truth_between(LiveSite& site, std::int64_t from, std::int64_t to);

/// Time, speed, cooling factor, faults and present powers.
std::string simulation_state(LiveSite& site, const FaultBoard& faults);

}  // namespace pue::sim
