// Links from a number of a window to the page that says where it comes from.
#pragma once

#include <string>
#include <string_view>

#include "exporters/page/context.h"

namespace pue::page {

/// `html` as a link to `/explain` of that figure ("overhead_energy:cooling") in that window.
std::string explain_link(const Context& context, std::string_view figure, kpi::Window window,
                         std::string_view html);

}  // namespace pue::page
