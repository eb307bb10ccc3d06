// PUE of each step with its uncertainty as a band and the caps as lines. A step without a ratio is
// a gap, one below its gate a hollow point.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

/// "" when no step has a ratio.
std::string pue_chart(const Context& context);

}  // namespace pue::report
