#include "sim/smooth_noise.h"

#include <algorithm>
#include <cmath>

namespace pue::sim {
namespace {

// splitmix64 (Steele, Lea, Flood 2014): one call mixes a counter into 64 well spread bits.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

double knot(std::uint64_t seed, std::uint64_t channel, std::int64_t index) {
  const auto bits = mixed(mixed(mixed(seed) + channel) + static_cast<std::uint64_t>(index));
  return static_cast<double>(bits >> 11U) * 0x1p-52 - 1.0;
}

}  // namespace

double smooth_step(double low, double high, double x) {
  const double s = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return s * s * (3.0 - 2.0 * s);
}

double smooth_noise(std::uint64_t seed, std::uint64_t channel, double t, double period_s) {
  const double position = t / period_s;
  const double floor = std::floor(position);
  const auto index = static_cast<std::int64_t>(floor);
  const double a = knot(seed, channel, index);
  const double b = knot(seed, channel, index + 1);
  return a + (b - a) * smooth_step(0.0, 1.0, position - floor);
}

}  // namespace pue::sim
