// The course of the period by local day or month: charts, and the same numbers as a table.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

std::string trend_section(const Context& context);

}  // namespace pue::report
