#include "site/signed_sum.h"

#include <algorithm>

#include "energy/exact.h"

namespace pue::site {

SignedSum signed_sum(const Coefficients& coefficients) {
  SignedSum sum;
  for (const auto& [meter, coefficient] : coefficients) {
    if (!coefficient.is_zero()) sum.push_back({meter, coefficient});
  }
  return sum;
}

bool add(Coefficients& coefficients, Coefficient factor, const SignedSum& sum) {
  for (const auto& term : sum) {
    const auto part = product(factor, term.coefficient);
    if (!part) return false;
    if (!is_within_limit(add(coefficients, term.meter, *part))) return false;
  }
  return true;
}

bool is_allocated(const SignedSum& sum) {
  return std::any_of(sum.begin(), sum.end(),
                     [](const Term& term) { return !term.coefficient.is_plain(); });
}

Joules ExactEnergy::floor() const {
  return Joules{static_cast<std::int64_t>(energy::floor_div(millionths_, Coefficient::one))};
}

}  // namespace pue::site
