// The true energies at past moments: every quarter hour since the beginning for facility and IT,
// every second of the last two hours and every quarter hour of the last two days for all signals.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "sim/energy_account.h"

namespace pue::sim {

/// J since the simulated time began.
struct SiteEnergy {
  std::int64_t facility_j = 0;
  std::int64_t it_j = 0;
};

class TruthRecord {
 public:
  static constexpr std::int64_t quarter_hour_s = 900;

  TruthRecord() = default;
  /// Continues the quarter hours of an earlier run; `first` is the first one's time.
  TruthRecord(std::int64_t first, std::vector<SiteEnergy> quarters);

  /// The energies at whole second `t`; called in the order of time, at least every quarter hour.
  void note(std::int64_t t, const SignalEnergies& energies);

  std::optional<SiteEnergy> site_at(std::int64_t t) const;
  std::optional<SignalEnergies> signals_at(std::int64_t t) const;

  std::int64_t first_quarter() const { return first_quarter_; }
  const std::vector<SiteEnergy>& quarters() const { return quarters_; }

 private:
  struct Entry {
    std::int64_t t;
    SignalEnergies energies;
  };
  static const SignalEnergies* find(const std::deque<Entry>& entries, std::int64_t t);

  std::int64_t first_quarter_ = 0;
  std::vector<SiteEnergy> quarters_;
  std::deque<Entry> recent_seconds_;
  std::deque<Entry> recent_quarters_;
};

}  // namespace pue::sim
