#include "site/renewable_use.h"

#include <algorithm>

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

}  // namespace pue::site
