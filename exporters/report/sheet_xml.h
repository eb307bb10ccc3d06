// The parts of an .xlsx file that hold cells and their formats (ECMA-376, SpreadsheetML).
#pragma once

#include <string>
#include <string_view>

#include "exporters/report/workbook.h"

namespace pue::report {

/// Escaped; what XML 1.0 cannot hold is U+FFFD, and a text longer than a cell may be ends with "…".
std::string xml_text(std::string_view text);

/// The first row is the head and stays when the rest scrolls.
std::string sheet_xml(const Sheet& sheet, bool selected);
std::string styles_xml();

}  // namespace pue::report
