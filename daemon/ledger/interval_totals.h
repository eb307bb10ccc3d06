// That the totals of an interval follow from its meters by the sums of the configuration in force
// (docs/ledger-format.md, "Interval"): computed from what is recorded alone. What the batteries
// moved, and whether the clock was set, do not follow from one interval: they are not looked at.
#pragma once

#include <vector>

#include "base/result.h"
#include "ledger/configuration_record.h"
#include "ledger/meter_energies.h"
#include "ledger/meter_evidence.h"
#include "site/balance.h"

namespace pue::ledger {

/// False for one of an earlier version of the program, which says nothing of what stands beside the
/// boundary equation: export, renewable energy used, batteries, water and the like.
bool describes_all_totals(const ConfigurationEntry& configuration);

/// `rows` and `evidence` of the interval, by rising number. Error: the first total that differs,
/// with both values.
Result<void> check_totals(const ConfigurationEntry& configuration, const site::SiteInterval& stored,
                          const std::vector<MeterRow>& rows,
                          const std::vector<MeterEvidence>& evidence);

}  // namespace pue::ledger
