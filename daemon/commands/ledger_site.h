// Whose ledger a file is: the site as the file tells of it, and the site's own clock. It reads no
// entries.
#pragma once

#include <string>

#include "base/result.h"
#include "base/zone.h"
#include "ledger/store/sqlite_store.h"

namespace pue::commands {

struct LedgerSite {
  ledger::StoreFacts facts;
  Zone zone;
};

/// Error: as ledger::read_store_facts, or this machine does not know the site's time zone.
Result<LedgerSite> ledger_site(const std::string& ledger, const ZoneLookup& zone_of);

}  // namespace pue::commands
