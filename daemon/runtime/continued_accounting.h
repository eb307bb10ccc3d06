// The engine as the ledger left it.
#pragma once

#include "base/result.h"
#include "engine/accounting.h"
#include "ledger/history_store.h"

namespace pue::runtime {

/// With its state and what its figures need of the past; a fresh one when the ledger is new. Error:
/// as of the store.
Result<engine::Accounting> continued_accounting(const engine::Settings& settings,
                                                ledger::HistoryStore& store, Moment at);

}  // namespace pue::runtime
