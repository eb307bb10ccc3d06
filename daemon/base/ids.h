// Small typed indices. A MeterId is the position of a meter in the configuration in force and means
// nothing outside it; a meter's lasting identity is its name.
#pragma once

#include <compare>
#include <cstdint>

namespace pue {

struct MeterId {
  std::uint32_t index = 0;
  auto operator<=>(const MeterId&) const = default;
};

}  // namespace pue
