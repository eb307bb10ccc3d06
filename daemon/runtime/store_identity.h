// Which ledger belongs to a configuration.
#pragma once

#include "engine/settings.h"
#include "ledger/history_store.h"

namespace pue::runtime {

ledger::StoreIdentity store_identity(const engine::Settings& settings);

}  // namespace pue::runtime
