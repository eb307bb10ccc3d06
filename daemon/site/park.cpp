#include "site/park.h"

namespace pue::site {

std::string_view name(Park park) {
  switch (park) {
    case Park::low_carbon:
      return "low_carbon";
    case Park::zero_carbon:
      return "zero_carbon";
  }
  return "";
}

std::optional<Park> park_from_name(std::string_view text) {
  for (const auto park : {Park::low_carbon, Park::zero_carbon}) {
    if (name(park) == text) return park;
  }
  return std::nullopt;
}

}  // namespace pue::site
