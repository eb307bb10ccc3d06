// The figures of the period, one a row: name, value, unit, and what must be known beside it.
#pragma once

#include "exporters/report/context.h"
#include "exporters/report/workbook.h"

namespace pue::report {

Sheet summary_sheet(const Context& context);

}  // namespace pue::report
