// The kind of industrial park that a site stands in, a fact of the site from which its renewable
// targets are derived. What the targets are stands in config/policies/.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pue::site {

enum class Park : std::uint8_t { low_carbon, zero_carbon };
std::string_view name(Park park);
std::optional<Park> park_from_name(std::string_view name);

}  // namespace pue::site
