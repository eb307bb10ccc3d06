// Text as a cell of a CSV file that a person may open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>

namespace pue {

/// Quoted as in RFC 4180 where it must be. A text that begins with = + - or @ gets a ' before it:
/// no spreadsheet takes it for a formula. Not for numbers.
std::string csv_cell(std::string_view text);

}  // namespace pue
