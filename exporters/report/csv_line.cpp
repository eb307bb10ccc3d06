#include "exporters/report/csv_line.h"

#include <fmt/format.h>

#include "base/csv_cell.h"
#include "base/rfc3339.h"

namespace pue::report {

std::string to_text(const CsvLine& line) {
  return fmt::format("{},{},{},{},{},{},{},{}\n", line.section, csv_cell(line.name),
                     format_rfc3339(line.period.start), format_rfc3339(line.period.end),
                     line.value ? fmt::format("{}", *line.value) : "", line.unit,
                     csv_cell(line.quality), csv_cell(line.note));
}

std::optional<double> kilowatt_hours(std::optional<Joules> energy) {
  if (!energy) return std::nullopt;
  return static_cast<double>(energy->count) / (1000.0 * joules_per_watt_hour);
}

}  // namespace pue::report
