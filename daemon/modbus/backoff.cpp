#include "modbus/backoff.h"

#include <algorithm>

namespace pue::modbus {

Backoff::Backoff(Duration first, Duration longest, std::uint64_t seed)
    : first_{first}, longest_{longest}, current_{first}, state_{seed} {}

Duration Backoff::next() {
  const double scattered = static_cast<double>(current_.count()) * (0.75 + 0.5 * uniform());
  current_ = std::min(longest_, 2 * current_);
  return std::min(longest_, Duration{static_cast<Duration::rep>(scattered)});
}

// SplitMix64 (Steele, Lea, Flood 2014): every seed, 0 included, gives a good sequence.
double Backoff::uniform() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  z ^= z >> 31U;
  return static_cast<double>(z >> 11U) * 0x1.0p-53;
}

}  // namespace pue::modbus
