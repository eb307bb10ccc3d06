// That a correction is followed by what follows from it: a later version of each interval of its
// period, in order, in which the meter is `edited`, with energies that come to the one it says.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "ledger/meter_energies.h"
#include "ledger/site_records.h"
#include "site/balance.h"

namespace pue::ledger {

class CorrectionCheck {
 public:
  /// `number`: the meter's lasting one. Error: the one before is not complete.
  Result<void> begin(const Correction& correction, std::uint32_t number);
  /// An interval's entry; without `rows` (its detail is not there) its energies cannot be added.
  Result<void> interval(const site::SiteInterval& totals, const std::vector<MeterRow>* rows);
  /// An entry of another kind, or a checkpoint: nothing may be outstanding.
  Result<void> nothing_outstanding() const;
  /// Entries are left out here.
  void forget() { open_.reset(); }

 private:
  struct Open {
    Correction correction;
    std::uint32_t number = 0;
    UtcTime next;
    std::optional<Joules> sum;  // so far; absent once it cannot be told
  };
  Result<void> add(Open& open, const std::vector<MeterRow>* rows) const;

  std::optional<Open> open_;
};

}  // namespace pue::ledger
