// What happened to the data in the period: gaps, corrections by people, events at meters, readings
// of bills beside ours, and when the program ran.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

/// Readings of that meter are in m³, not in Wh.
bool counts_water(const PeriodReport& report, const std::string& meter);
/// Ours less the reading; absent when ours is.
std::optional<Joules> difference(const ReferenceLine& line);
/// Beyond the uncertainty of both; absent when either is not known.
std::optional<bool> beyond(const ReferenceLine& line);

std::string gaps_section(const Context& context);
std::string corrections_section(const Context& context);
std::string events_section(const Context& context);
std::string references_section(const Context& context);
std::string runs_section(const Context& context);

}  // namespace pue::report
