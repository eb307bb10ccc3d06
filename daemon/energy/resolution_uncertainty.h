// The standard uncertainty that the resolution of one meter's register, and the drift of power
// between its counts, leave in a window's energy (docs/domain.md, "What the register's step leaves
// open"). The meter's class is not in it.
#pragma once

#include <cstdint>

#include "base/units.h"

namespace pue::energy {

/// Sums over the intervals of a window.
struct ResolutionInputs {
  std::int64_t runs = 0;  // contiguous runs of intervals: within one, readings telescope
  Joules resolution;      // q, the greatest of the window
  Joules clamped;         // Σ|clamps|
  Joules measured;        // E that registers bound
  Joules integrated;      // E from power alone
};

/// In joules, ≥ 0.
double resolution_uncertainty(const ResolutionInputs& inputs);

}  // namespace pue::energy
