// Where the power goes: sources on the left, IT and the parts of the overhead on the right, heights
// proportional to power. What cannot be drawn (absent or negative) stands in the table below it.
#pragma once

#include <string>

#include "exporters/page/context.h"

namespace pue::page {

std::string balance_section(const Context& context);

}  // namespace pue::page
