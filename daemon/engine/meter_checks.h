// Whether a meter contradicts itself: its register against its power over time, its power against
// voltage, current and power factor (docs/domain.md, "Validation"). It corrects nothing and refuses
// nothing: the readings are kept, the contradiction is told.
#pragma once

#include <array>
#include <optional>

#include "energy/meter_tracker.h"
#include "meter/reading.h"

namespace pue::engine {

/// Whether register and ∫P of the interval differ by more than 5 % of the larger. Absent where it
/// cannot be told: not measured by a register, power known for less than 95 % of the time, or less
/// than 20 counts.
std::optional<bool> energy_contradicts(const energy::IntervalEnergy& interval);

/// P against ΣU·I·PF, from the values as they are read: before multipliers and `reverse`.
class CurrentCheck {
 public:
  explicit CurrentCheck(Watts max_power) : max_power_(max_power) {}

  void read(const meter::Reading& reading);
  /// Of the last 12 powers that could be compared none agreed.
  bool contradicted() const { return disagreed_ >= samples_needed; }

 private:
  static constexpr int samples_needed = 12;
  struct Newest {
    MonoTime at;
    double value = 0;
  };
  std::optional<double> fresh(meter::Quantity quantity, MonoTime now) const;
  std::optional<double> apparent_power(MonoTime now) const;

  Watts max_power_;
  std::array<std::optional<Newest>, meter::quantity_count> newest_;
  int disagreed_ = 0;
};

}  // namespace pue::engine
