// Exact integer arithmetic for energies: products that do not fit 64 bits, divided with floor.
// No floating point: the same readings give the same joules on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/units.h"

namespace pue::energy {

__extension__ using Wide = __int128;

inline constexpr std::int64_t millijoules_per_joule = 1000;
inline constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

constexpr Wide magnitude(Wide value) { return std::max(value, -value); }

/// Greatest integer not above numerator / denominator; denominator > 0.
constexpr Wide floor_div(Wide numerator, Wide denominator) {
  const Wide quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

/// floor(value · numerator / denominator); denominator > 0, the result fits 64 bits.
constexpr std::int64_t scaled(std::int64_t value, std::int64_t numerator,
                              std::int64_t denominator) {
  return static_cast<std::int64_t>(floor_div(Wide{value} * numerator, denominator));
}

constexpr std::int64_t millijoules(Joules energy) { return energy.count * millijoules_per_joule; }

/// Whole joules, towards minus infinity, so that energies between boundaries telescope.
constexpr Joules floor_to_joules(std::int64_t millijoules) {
  const std::int64_t whole = millijoules / millijoules_per_joule;
  return Joules{millijoules % millijoules_per_joule < 0 ? whole - 1 : whole};
}

/// Whole joules, rounded up: for what must not be understated.
constexpr Joules ceil_to_joules(std::int64_t millijoules) { return -floor_to_joules(-millijoules); }

/// |power| at most 1 TW, so that the result and its products have room.
inline std::int64_t milliwatts(Watts power) { return std::llround(power.value * 1000); }

/// "Enough is known": at least 80 % of the time (docs/domain.md, "Register-bounded energy").
template <class Time>
constexpr bool mostly(Time known, Time whole) {
  return known * 5 >= whole * 4;
}

}  // namespace pue::energy
