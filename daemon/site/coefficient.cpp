#include "site/coefficient.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/limits.h"

namespace pue::site {

bool is_within_limit(Coefficient coefficient) {
  return std::abs(coefficient.millionths) <= limits::formula_coefficient * Coefficient::one;
}

std::optional<Coefficient> product(Coefficient a, Coefficient b) {
  // Two factors within their limit make at most 1e18: it fits.
  const auto wide = a.millionths * b.millionths;
  const Coefficient result{wide / Coefficient::one};
  if (wide % Coefficient::one != 0 || !is_within_limit(result)) return std::nullopt;
  return result;
}

std::string to_text(Coefficient coefficient) {
  const auto size = std::abs(coefficient.millionths);
  const auto* sign = coefficient.millionths < 0 ? "-" : "";
  auto text = fmt::format("{}{}.{:06}", sign, size / Coefficient::one, size % Coefficient::one);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace pue::site
