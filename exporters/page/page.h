// The status page: plain HTML and SVG, no script, nothing from outside. It shows the Snapshot and
// the last 24 hours of the store, and computes no figure of its own.
#pragma once

#include <string>
#include <string_view>

#include "exporters/page/context.h"
#include "exporters/page/history_section.h"

namespace pue::page {

std::string render(const Context& context, const RecentHistory& history);
/// Served as /style.css, so that the page needs no inline style.
std::string_view style_sheet();

}  // namespace pue::page
