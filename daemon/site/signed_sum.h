// A figure of the site as a sum of physical meters with coefficients: one form for energies, powers
// and uncertainties. It knows no roles.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/units.h"
#include "site/coefficient.h"

namespace pue::site {

struct Term {
  MeterId meter;
  Coefficient coefficient = {};
  bool operator==(const Term&) const = default;
};

/// Terms sorted by meter, each meter once, no zero coefficients.
using SignedSum = std::vector<Term>;

using Coefficients = std::map<MeterId, Coefficient>;
SignedSum signed_sum(const Coefficients& coefficients);
/// The new coefficient of the key: what it had, or 0, and this one.
template <class Key>
Coefficient add(std::map<Key, Coefficient>& coefficients, Key key, Coefficient coefficient) {
  return coefficients.try_emplace(key, Coefficient{0}).first->second += coefficient;
}
/// coefficients += factor · sum; nothing is rounded. False: a product or sum has no Coefficient.
bool add(Coefficients& coefficients, Coefficient factor, const SignedSum& sum);

/// A meter counts with a part only: shared plant, divided by a documented key.
bool is_allocated(const SignedSum& sum);

/// Σ coefficient · energy, exact, rounded down once (sums of ±1 are exact); absent when one of its
/// meters is. `energy_of`: MeterId → std::optional<Joules>.
template <class EnergyOf>
std::optional<Joules> energy(const SignedSum& sum, const EnergyOf& energy_of);

/// The same of powers. `power_of`: MeterId → std::optional<Watts>.
template <class PowerOf>
std::optional<Watts> power(const SignedSum& sum, const PowerOf& power_of);

/// Collects Σ coefficient · energy before its one rounding.
class ExactEnergy {
 public:
  void add(Coefficient coefficient, Joules energy) {
    millionths_ += Wide{coefficient.millionths} * energy.count;
  }
  /// Adds the size of the product: what a part weighs in a sum, whatever its sign.
  void add_size(Coefficient coefficient, Joules energy) {
    const auto part = Wide{coefficient.millionths} * energy.count;
    millionths_ += part < 0 ? -part : part;
  }
  Joules floor() const;

 private:
  // 20,000 meters of 9e12 J (100 MW in a day) with coefficient 1000 are 2e26: far from 1.7e38.
  __extension__ using Wide = __int128;
  Wide millionths_ = 0;
};

template <class EnergyOf>
std::optional<Joules> energy(const SignedSum& sum, const EnergyOf& energy_of) {
  ExactEnergy total;
  for (const auto& term : sum) {
    const auto part = energy_of(term.meter);
    if (!part) return std::nullopt;
    total.add(term.coefficient, *part);
  }
  return total.floor();
}

template <class PowerOf>
std::optional<Watts> power(const SignedSum& sum, const PowerOf& power_of) {
  Watts total;
  for (const auto& term : sum) {
    const std::optional<Watts> part = power_of(term.meter);
    if (!part) return std::nullopt;
    total += term.coefficient.as_double() * *part;
  }
  return total;
}

}  // namespace pue::site
