#include "config/csv_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "config/utf8.h"

namespace pue::config {
namespace {

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> fields;
  for (;;) {
    const auto comma = text.find(',');
    fields.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    text.remove_prefix(comma + 1);
  }
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// Continuation bytes of UTF-8 (10xxxxxx) are no characters of their own.
int characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

LocatedError CsvRow::error(const SourceText& file, std::size_t field, std::string message) const {
  const auto bytes = static_cast<std::size_t>(fields[field].data() - text.data());
  return {file.file, line, characters(text.substr(0, bytes)) + 1, std::move(message)};
}

std::variant<std::vector<CsvRow>, LocatedErrors> csv_rows(const SourceText& file,
                                                          std::string_view header) {
  if (const auto bad = first_bad_character(file.text)) {
    return LocatedErrors{{file.file, bad->line, bad->column, bad->message}};
  }
  const auto wanted = split(header).size();
  std::vector<CsvRow> rows;
  LocatedErrors errors;
  bool header_seen = false;
  int number = 0;
  for (std::string_view rest = file.text; !rest.empty();) {
    const auto line = take_line(rest);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (!header_seen) {
      if (line != header) {
        return LocatedErrors{{file.file, number, 1, fmt::format("no header line \"{}\"", header)}};
      }
      header_seen = true;
      continue;
    }
    CsvRow row{number, line, split(line)};
    if (line.size() > limits::csv_line_bytes) {
      errors.push_back({file.file, number, 1, "line too long"});
    } else if (row.fields.size() != wanted) {
      errors.push_back(
          {file.file, number, 1,
           fmt::format("{} fields, expected {}: {}", row.fields.size(), wanted, header)});
    } else {
      rows.push_back(std::move(row));
    }
    if (errors.size() >= limits::config_errors) break;
  }
  if (!header_seen) {
    return LocatedErrors{{file.file, 1, 1, fmt::format("no header line \"{}\"", header)}};
  }
  if (!errors.empty()) return errors;
  return rows;
}

}  // namespace pue::config
