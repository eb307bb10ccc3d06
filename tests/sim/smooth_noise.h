// A seeded, smooth pseudo-random signal as a pure function of time: the same seed and moment give
// the same value on every machine, and its integral does not depend on the step taken.
#pragma once

#include <cstdint>

namespace pue::sim {

/// Value in [-1, 1]: random knots every `period_s` seconds, joined so that the slope is continuous.
/// `channel` separates the signals of one seed. `t` in seconds since 1970-01-01T00:00Z.
double smooth_noise(std::uint64_t seed, std::uint64_t channel, double t, double period_s);

/// 0 at or below `low`, 1 at or above `high`, smooth in between.
double smooth_step(double low, double high, double x);

}  // namespace pue::sim
