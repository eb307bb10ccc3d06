// The style sheet of a report, for the screen and for A4 paper. It stands inside the file: a report
// needs nothing beside itself.
#pragma once

#include <string_view>

namespace pue::report {

std::string_view style();

}  // namespace pue::report
