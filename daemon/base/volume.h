// Volume as a type of its own, so that litres and joules cannot be mixed. Exact, as energy is;
// cubic metres exist only where a register is read and in text for people.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace pue {

/// Exact volume. int64 holds 9.2e18 ml: nine million million cubic metres.
struct Millilitres {
  std::int64_t count = 0;

  constexpr auto operator<=>(const Millilitres&) const = default;
  constexpr Millilitres& operator+=(Millilitres other) {
    count += other.count;
    return *this;
  }
};
constexpr Millilitres operator+(Millilitres a, Millilitres b) { return a += b; }
constexpr Millilitres operator*(std::int64_t factor, Millilitres a) { return {factor * a.count}; }

/// Rounded to the nearest millilitre. Precondition: |cubic_metres| < 9e12.
inline Millilitres millilitres_from_cubic_metres(double cubic_metres) {
  return {std::llround(cubic_metres * 1e6)};
}
constexpr double cubic_metres(Millilitres volume) {
  return static_cast<double>(volume.count) / 1e6;
}

/// The most that a pipe can carry, in millilitres a second.
struct VolumeFlow {
  double value = 0;
};

}  // namespace pue
