// The lists of a report as JSON members: meters, and what happened to their data.
#pragma once

#include <boost/json/object.hpp>

#include "exporters/report/period_report.h"

namespace pue::report {

/// meters, gaps, events, corrections, references, runs, later_versions.
void add_records(boost::json::object& object, const PeriodReport& report);

}  // namespace pue::report
