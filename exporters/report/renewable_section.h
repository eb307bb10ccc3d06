// Renewable shares by method as [low, high], the account of certificates, and the targets that
// apply, each judged by its own method only.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

std::string renewable_section(const Context& context);

}  // namespace pue::report
