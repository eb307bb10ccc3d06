// Energy and power as types, so that joules, watts and plain numbers cannot be mixed.
// Energy is an exact integer everywhere inside; kilowatt-hours exist only in texts for people.
#pragma once

#include <compare>
#include <cstdint>

namespace pue {

/// Exact energy in joules. int64 holds 9.2e18 J: 100 MW for 2,900 years.
struct Joules {
  std::int64_t count = 0;

  constexpr auto operator<=>(const Joules&) const = default;
  constexpr Joules& operator+=(Joules other) {
    count += other.count;
    return *this;
  }
  constexpr Joules& operator-=(Joules other) {
    count -= other.count;
    return *this;
  }
};
constexpr Joules operator+(Joules a, Joules b) { return a += b; }
constexpr Joules operator-(Joules a, Joules b) { return a -= b; }
constexpr Joules operator-(Joules a) { return Joules{-a.count}; }
constexpr Joules operator*(std::int64_t factor, Joules a) { return Joules{factor * a.count}; }

inline constexpr std::int64_t joules_per_watt_hour = 3600;

/// Watt-hours, possibly fractional as a meter gives them, rounded to the nearest joule.
/// Precondition: |watt_hours| < 2.5e15 (callers refuse larger values as implausible).
Joules joules_from_watt_hours(double watt_hours);

/// For texts and CSV: joules as watt-hours (double; exact to 1 mWh up to 2.5e12 Wh).
constexpr double watt_hours(Joules energy) {
  return static_cast<double>(energy.count) / joules_per_watt_hour;
}

/// Power in watts as measured (finite; sign after `reverse`: positive is consumption for loads).
struct Watts {
  double value = 0;

  constexpr auto operator<=>(const Watts&) const = default;
  constexpr Watts& operator+=(Watts other) {
    value += other.value;
    return *this;
  }
  constexpr Watts& operator-=(Watts other) {
    value -= other.value;
    return *this;
  }
};
constexpr Watts operator+(Watts a, Watts b) { return a += b; }
constexpr Watts operator-(Watts a, Watts b) { return a -= b; }
constexpr Watts operator-(Watts a) { return Watts{-a.value}; }
constexpr Watts operator*(double factor, Watts a) { return Watts{factor * a.value}; }

}  // namespace pue
