#include "engine/live_side.h"

#include <cmath>

namespace pue::engine {

LiveSide live_side(const site::SignedSum& sum, const PowerOf& fresh, const PowerOf& mean) {
  LiveSide side;
  double total = 0;
  double lost = 0;
  for (const auto& term : sum) {
    auto power = fresh(term.meter);
    if (!power) {
      power = mean(term.meter);
      if (!power) return {};
      side.estimated.push_back(term.meter);
      lost += std::abs(term.coefficient.as_double() * power->value);
    }
    total += term.coefficient.as_double() * power->value;
  }
  if (100 * lost > std::abs(total)) return {};
  side.power = Watts{total};
  return side;
}

}  // namespace pue::engine
