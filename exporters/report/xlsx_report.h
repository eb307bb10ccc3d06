// The report as a workbook for spreadsheets: summary, trend, meters, events. Values are those of
// the HTML report, as numbers that can be computed with.
#pragma once

#include <string>

#include "config/messages.h"
#include "exporters/report/period_report.h"

namespace pue::report {

/// The bytes of an .xlsx file.
std::string to_xlsx(const PeriodReport& report, const config::Messages& messages,
                    config::Language language);

}  // namespace pue::report
