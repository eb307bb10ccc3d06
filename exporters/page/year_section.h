// The 12-month PUE with its uncertainty beside each cap: complies and verdict side by side, two
// answers that are never merged; and the calendar year's budget with where the year will end.
#pragma once

#include <string>

#include "exporters/page/context.h"

namespace pue::page {

std::string year_section(const Context& context);
std::string budget_section(const Context& context);

}  // namespace pue::page
