// Units as a person names them: "1-247", "1,5,10-20".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pue::commands {

/// Ascending, each once; within `least` and `most`. Error: what is wrong with an example.
Result<std::vector<std::uint8_t>> parse_units(std::string_view text, int least, int most);

}  // namespace pue::commands
