// A person's correction of a meter, carried into an opened ledger: by the daemon between two runs
// of its site, or by `puectl correct` when no daemon runs.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "energy/direction.h"
#include "ledger/history_store.h"

namespace pue::runtime {

struct CorrectionRequest {
  std::string meter;
  energy::Direction direction = energy::Direction::imported;
  Period period;
  Joules energy;  // of a water meter millilitres stand for joules
  std::string who;
  std::string why;
  std::string ticket;
};

struct CorrectionDone {
  std::optional<Joules> before;  // absent: one of the intervals was missing
  std::size_t intervals = 0;
  bool operator==(const CorrectionDone&) const = default;
};

/// Only reads the ledger at `path`: before a running site is stopped for it. Error: what is wrong
/// with the request, and the remedy.
Result<void> check_correction(const CorrectionRequest& request, const engine::Settings& settings,
                              const std::string& path);

/// `store`: the ledger at `path`, opened to write. Error: why nothing was written.
Result<CorrectionDone> apply_correction(const CorrectionRequest& request,
                                        const engine::Settings& settings,
                                        ledger::HistoryStore& store, const std::string& path,
                                        UtcTime now);

}  // namespace pue::runtime
