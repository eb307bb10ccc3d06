// Every meter with its state, the age of its last answer and the reason of its last failure.
#pragma once

#include <string>

#include "exporters/page/context.h"

namespace pue::page {

std::string meters_section(const Context& context);

}  // namespace pue::page
