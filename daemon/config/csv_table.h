// Lines of a small CSV file that the configuration names: a header that must be there, # comments,
// fields without quotes. It splits and locates; what fields mean is the caller's affair.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/load.h"

namespace pue::config {

struct CsvRow {
  int line = 0;  // from 1
  std::string_view text;
  std::vector<std::string_view> fields;  // as many as the header has, views of the file's text

  /// An error at a field of this row, columns in characters.
  LocatedError error(const SourceText& file, std::size_t field, std::string message) const;
};

/// `header`: "time,fraction". The rows live as long as the file's text. Errors: bad characters, no
/// header, lines beyond limits::csv_line_bytes, rows with another number of fields.
std::variant<std::vector<CsvRow>, LocatedErrors> csv_rows(const SourceText& file,
                                                          std::string_view header);

}  // namespace pue::config
