// From what a meter shows to what flows on the primary side: the multipliers of its transformers
// that the meter does not apply itself, and `reverse`. It judges no value.
#pragma once

#include <vector>

#include "base/time.h"
#include "meter/point.h"
#include "meter/reading.h"

namespace pue::engine {

/// ct · vt of transformers whose ratio the meter does not apply; 1 where it does.
struct Multiplier {
  UtcTime from;  // a boundary of intervals
  double factor = 1;
  bool operator==(const Multiplier&) const = default;
};

/// The one in force; the first one also before its time, 1 without any. Sorted by time.
double factor_at(const std::vector<Multiplier>& multipliers, UtcTime at);

/// Power and energies multiplied; with `reverse` import and export are swapped, power and a net
/// register negated. Other quantities stay as they are.
meter::Reading on_primary_side(meter::Reading reading, const std::vector<Multiplier>& multipliers,
                               bool reverse);

}  // namespace pue::engine
