// A workbook of typed cells, and its bytes as an .xlsx file (ECMA-376). Numbers are numbers,
// moments are dates, texts are texts and never formulas. Equal workbooks give equal bytes.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"

namespace pue::report {

enum class NumberFormat : std::uint8_t {
  plain,
  ratio,      // 0.0000: a PUE of 1.2501 must not look like its cap
  energy,     // #,##0.0
  percent,    // 0.0%
  date,       // yyyy-mm-dd
  date_time,  // yyyy-mm-dd hh:mm
};

struct Number {
  double value = 0;
  NumberFormat format = NumberFormat::plain;
};

/// Nothing: an absent value has an empty cell.
using Cell = std::variant<std::monostate, std::string, Number>;

/// What spreadsheets count days from; `t` on the wall clock of that offset.
Number date_time(UtcTime t, std::chrono::seconds utc_offset);
Number date(std::chrono::year_month_day day);

struct Column {
  std::string head;
  double width = 12;  // in characters
};

struct Sheet {
  std::string name;  // at most 31 characters, none of : \ / ? * and no brackets
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

struct Workbook {
  std::string title;
  UtcTime created;
  std::vector<Sheet> sheets;
};

std::string to_bytes(const Workbook& workbook);

}  // namespace pue::report
