#include "energy/quality.h"

#include <algorithm>
#include <array>

namespace pue::energy {
namespace {

constexpr std::array<std::string_view, quality_count> names = {
    "measured", "recovered", "integrated", "substituted", "edited", "estimated", "missing"};

}  // namespace

std::string_view name(Quality quality) { return names[static_cast<std::size_t>(quality)]; }

std::optional<Quality> quality_from_name(std::string_view wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) return std::nullopt;
  return static_cast<Quality>(found - names.begin());
}

}  // namespace pue::energy
