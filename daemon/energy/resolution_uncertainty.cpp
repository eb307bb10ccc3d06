#include "energy/resolution_uncertainty.h"

#include <algorithm>
#include <cmath>

namespace pue::energy {
namespace {

// What power may drift from the energy it is integrated to.
constexpr double power_drift = 0.005;

double square(double value) { return value * value; }

double joules(Joules energy) { return static_cast<double>(energy.count); }

}  // namespace

// Σ over runs of min(q²/6, clamps² + (0.005 E)²) is at most the smaller of the two sums, and sums
// of squares are at most the square of the sum: window sums never understate it.
double resolution_uncertainty(const ResolutionInputs& inputs) {
  // Two ends of a run, each uniform within one count: 2 · q²/12.
  const double counted = static_cast<double>(inputs.runs) * square(joules(inputs.resolution)) / 6;
  const double shaped =
      square(joules(inputs.clamped)) + square(power_drift * joules(inputs.measured));
  const double unbounded = square(power_drift * joules(inputs.integrated));
  return std::sqrt(std::min(counted, shaped) + unbounded);
}

}  // namespace pue::energy
