// The PUE of the last 24 hours as a line from the stored intervals. An interval without a usable
// pair of energies breaks the line: a gap is seen, not bridged.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "exporters/page/context.h"
#include "site/balance.h"

namespace pue::page {

/// The intervals of the last 24 hours; nothing when no history is kept.
using RecentHistory = std::optional<Result<std::vector<site::SiteInterval>>>;

std::string history_section(const Context& context, const RecentHistory& history);

}  // namespace pue::page
