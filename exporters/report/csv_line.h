// One line of the flat table. Its name, quality and note are texts, its value is a number or empty.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/units.h"

namespace pue::report {

struct CsvLine {
  std::string_view section;
  std::string name;
  Period period;
  std::optional<double> value = {};
  std::string_view unit = {};
  std::string quality = {};
  std::string note = {};
};

inline constexpr std::string_view csv_header = "section,name,start,end,value,unit,quality,note\n";

/// Times in UTC, the value in the shortest form that reads back as the same double.
std::string to_text(const CsvLine& line);

std::optional<double> kilowatt_hours(std::optional<Joules> energy);

}  // namespace pue::report
