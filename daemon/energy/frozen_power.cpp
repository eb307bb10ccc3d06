#include "energy/frozen_power.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace pue::energy {

void FrozenPower::power(double value, double step) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  if (identical_ == 0 || bits != bits_) {
    identical_ = 0;
    other_changed_ = false;
  }
  bits_ = bits;
  identical_ = std::min(identical_ + 1, frozen_power_samples);
  loud_ = step > 0 && std::abs(value) >= frozen_power_steps * step;
}

bool FrozenPower::frozen() const {
  return identical_ == frozen_power_samples && other_changed_ && loud_;
}

}  // namespace pue::energy
