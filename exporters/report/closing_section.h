// How a report ends: what is inside the boundary, the signed checkpoint that proves its data, and
// the lines for signatures.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

std::string boundary_section(const Context& context);
std::string checkpoint_section(const Context& context);
std::string signature_section(const Context& context);

}  // namespace pue::report
