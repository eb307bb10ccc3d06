// The energies of the period: facility, IT, overhead by subsystem, supply by source; and PUE by
// category where more than one level is metered.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

std::string energy_section(const Context& context);

}  // namespace pue::report
