// A site's ledger opened to write, with what the entries of a start say: its key, its configuration
// as text and as sums of meters.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "config/load.h"
#include "ledger/store/sqlite_store.h"

namespace pue::runtime {

/// The store and the key that it signs with, which outlives it.
struct OpenedLedger {
  std::unique_ptr<ledger::SigningKey> key;
  std::unique_ptr<ledger::HistoryStore> store;
  ledger::VerifierKey verifier;
};

/// With `import` the entry of an import stands in the place of a start. Error: as of
/// open_ledger_writer and ledger_key.
Result<OpenedLedger> open_ledger(const std::string& path,
                                 const config::Configuration& configuration, UtcTime now,
                                 std::optional<ledger::Import> import = {});

/// For one who corrects and does not monitor: it enters no start. Error: also that there is none.
Result<OpenedLedger> open_ledger_to_correct(const std::string& path,
                                            const config::Configuration& configuration,
                                            UtcTime now);

}  // namespace pue::runtime
