// The factor of a meter in a sum of the site: an exact decimal, so that a sum of energies stays an
// integer. It is no general number: six digits after the point, at most
// limits::formula_coefficient.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace pue::site {

struct Coefficient {
  static constexpr std::int64_t one = 1'000'000;

  std::int64_t millionths = one;

  /// 2 → 2.000000
  static constexpr Coefficient whole(std::int64_t number) { return {number * one}; }

  /// For powers and uncertainties; ±1 is exact.
  constexpr double as_double() const { return static_cast<double>(millionths) / one; }
  /// The meter counts with all it measures, added or taken out.
  constexpr bool is_plain() const { return millionths == one || millionths == -one; }
  constexpr bool is_zero() const { return millionths == 0; }
  constexpr bool is_positive() const { return millionths > 0; }

  constexpr auto operator<=>(const Coefficient&) const = default;
  constexpr Coefficient& operator+=(Coefficient other) {
    millionths += other.millionths;
    return *this;
  }
};
constexpr Coefficient operator-(Coefficient a) { return {-a.millionths}; }

/// Whether it is within ±limits::formula_coefficient.
bool is_within_limit(Coefficient coefficient);

/// a · b; nothing when the product has more than six digits after the point or is out of bounds.
std::optional<Coefficient> product(Coefficient a, Coefficient b);

/// "0.35", "-2": no zeros at the end, no point without digits.
std::string to_text(Coefficient coefficient);

}  // namespace pue::site
