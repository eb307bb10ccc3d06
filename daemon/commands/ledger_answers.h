// What the HTTP server answers from the ledger: the series, reports, bundles and proofs of puectl,
// for who has no shell on the machine. It bounds what is asked for and reads only.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/zone.h"
#include "exporters/http/ledger_source.h"

namespace pue::commands {

/// The ledger in force: "" without one, nothing between two configurations.
using LedgerPath = std::function<std::optional<std::string>()>;

http::LedgerSource ledger_source(LedgerPath path, ZoneLookup zone_of);

}  // namespace pue::commands
