#include "site/renewable_use.h"

#include <algorithm>
#include <cmath>

namespace pue::site {

Joules used_on_site(Joules renewable, Joules other_generation, Joules exported) {
  // 100 MW over a quarter hour is 9e10 J: its square overflows 64 bits.
  __extension__ typedef __int128 Wide;
  const auto green = std::max(renewable, Joules{});
  const auto generated = green + std::max(other_generation, Joules{});
  const auto kept = std::max(generated - exported, Joules{});
  if (generated.count == 0) return Joules{};
  return Joules{static_cast<std::int64_t>(Wide{green.count} * std::min(kept, generated).count /
                                          generated.count)};
}

std::int64_t microwatts(Watts power) { return std::llround(std::min(power.value, 1e12) * 1e6); }

Joules most_possible(std::int64_t microwatts, Duration time) {
  __extension__ typedef __int128 Wide;
  // 1.2 · 1e-6 · 1e-9; 100 MW over a day are 1e14 · 9e13 · 12, far from 1.7e38.
  constexpr Wide divisor = 10'000'000'000'000'000;
  return Joules{
      static_cast<std::int64_t>((12 * Wide{microwatts} * time.count() + divisor / 2) / divisor)};
}

}  // namespace pue::site
