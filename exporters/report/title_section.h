// How a report begins: whose it is, over which period, by which method and as known when; in
// Chinese the compact sheet that an energy inspection asks for.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

std::string title_section(const Context& context);
/// 节能监察表: the figures of the report in one table, under the terms of the inspection.
std::string inspection_section(const Context& context);

}  // namespace pue::report
