// The figures: live PUE beside its caps, and the closed windows with their coverage. A figure that
// is not valid is shown as absent with its reason, never as 0.
#pragma once

#include <string>

#include "exporters/page/context.h"

namespace pue::page {

std::string live_section(const Context& context);
std::string caps_section(const Context& context);
std::string windows_section(const Context& context);

}  // namespace pue::page
