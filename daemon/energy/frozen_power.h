// Whether a meter repeats an old power instead of measuring: bit-identical while something else of
// the meter changes, at a load where a true power would flicker (docs/domain.md, "Steps that are
// not consumption"). It judges and changes nothing.
#pragma once

#include <cstdint>

namespace pue::energy {

/// Samples in a row that must be bit-identical.
inline constexpr int frozen_power_samples = 60;
/// Below this many steps of its resolution a steady load can honestly repeat itself.
inline constexpr double frozen_power_steps = 100;

class FrozenPower {
 public:
  /// A sample as it was read; `step`: its resolution in the same unit. An unknown step (≤ 0) is
  /// never judged.
  void power(double value, double step);
  /// Another quantity of the same meter has another value than before.
  void other_changed() { other_changed_ = true; }

  bool frozen() const;

 private:
  std::uint64_t bits_ = 0;
  int identical_ = 0;  // samples in a row, at most frozen_power_samples
  bool loud_ = false;  // |P| is at least frozen_power_steps of its steps
  bool other_changed_ = false;
};

}  // namespace pue::energy
