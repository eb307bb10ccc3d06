#include "commands/ledger_site.h"

#include <fmt/format.h>

namespace pue::commands {

Result<LedgerSite> ledger_site(const std::string& ledger, const ZoneLookup& zone_of) {
  auto facts = ledger::read_store_facts(ledger);
  if (!facts) return facts.error();
  auto zone = zone_of(facts->identity.zone);
  if (!zone)
    return Error{
        fmt::format("ledger {}: this machine does not know its time zone {}; install the "
                    "package tzdata",
                    ledger, facts->identity.zone)};
  return LedgerSite{*std::move(facts), *std::move(zone)};
}

}  // namespace pue::commands
