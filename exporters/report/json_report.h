// The report as one JSON object for programs, under the names of the API: absent values have no
// member, energies are integer joules, moments RFC 3339 in UTC (docs/reports.md).
#pragma once

#include <string>

#include "exporters/report/period_report.h"

namespace pue::report {

std::string to_json(const PeriodReport& report);

}  // namespace pue::report
