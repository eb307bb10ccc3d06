// The report as one HTML file for people: no script, nothing from outside, made to be printed.
#pragma once

#include <string>

#include "config/messages.h"
#include "exporters/report/period_report.h"

namespace pue::report {

std::string to_html(const PeriodReport& report, const config::Messages& messages,
                    config::Language language);

}  // namespace pue::report
