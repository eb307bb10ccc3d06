// The lists of a report as lines of the flat table: meters, and what happened to their data.
#pragma once

#include <string>

#include "exporters/report/period_report.h"

namespace pue::report {

std::string record_lines(const PeriodReport& report);

}  // namespace pue::report
