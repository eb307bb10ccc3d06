#include "base/csv_cell.h"

namespace pue {

std::string csv_cell(std::string_view text) {
  constexpr std::string_view begins_formula = "=+-@";
  std::string cell;
  if (!text.empty() && begins_formula.find(text.front()) != std::string_view::npos) cell = "'";
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace pue
