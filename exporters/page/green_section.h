// Renewable shares as [low, high] by method with the targets that apply; then grade, carbon and
// standard coal of the trailing year.
#pragma once

#include <string>

#include "exporters/page/context.h"

namespace pue::page {

std::string renewable_section(const Context& context);
std::string grade_section(const Context& context);

}  // namespace pue::page
