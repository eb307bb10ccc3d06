// The report as one flat CSV table, section,name,start,end,value,unit,quality,note: for
// spreadsheets and scripts (docs/reports.md).
#pragma once

#include <string>

#include "exporters/report/period_report.h"

namespace pue::report {

std::string to_csv(const PeriodReport& report);

}  // namespace pue::report
