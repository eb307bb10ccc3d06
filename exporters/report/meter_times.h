// For how much of its time a meter was measured, known in another way, or missing. Its time is the
// part of the period in which it was in place; what nothing was recorded of is missing.
#pragma once

#include "exporters/report/period_report.h"

namespace pue::report {

/// Shares of the meter's time, together 1; all absent for a meter that was never in place.
struct MeterTimes {
  std::optional<double> measured;
  std::optional<double> otherwise;  // recovered, integrated, substituted, edited, estimated
  std::optional<double> missing;
};
MeterTimes meter_times(const MeterLine& meter, const Period& period);

/// Its certificate has a date, and ended before the last day of the period.
bool expired(const MeterLine& meter, std::chrono::year_month_day last_day);

}  // namespace pue::report
