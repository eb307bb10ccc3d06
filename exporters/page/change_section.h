// Why PUE changed: a bar for each subsystem's effect and one for the IT load's, for hour, day and
// month. The bars add up to the change.
#pragma once

#include <string>

#include "exporters/page/context.h"

namespace pue::page {

std::string change_section(const Context& context);

}  // namespace pue::page
