// The lists of a report as sheets: its course by day or month, the meters, and what happened to
// their data.
#pragma once

#include "exporters/report/context.h"
#include "exporters/report/workbook.h"

namespace pue::report {

Sheet trend_sheet(const Context& context);
Sheet meters_sheet(const Context& context);
/// Gaps, events, corrections, reference readings and runs, each row with its kind.
Sheet events_sheet(const Context& context);

}  // namespace pue::report
