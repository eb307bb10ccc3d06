#include "config/grid_series.h"

#include <fmt/format.h>

#include <optional>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "config/csv_table.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view header = "time,fraction";

/// Offsets of zones are multiples of 15 min, so an hour of any zone starts at one.
bool starts_an_hour(UtcTime time) { return floor_to(time, 15min) == time; }

Result<UtcTime> parse_start(std::string_view text, const std::optional<UtcTime>& previous) {
  const auto time = parse_rfc3339(text);
  if (!time) return time.error();
  if (!previous && !starts_an_hour(*time)) {
    return Error{fmt::format("\"{}\" is not the start of an hour", text)};
  }
  if (previous && (*time <= *previous || (*time - *previous) % 1h != 0h)) {
    return Error{
        fmt::format("\"{}\" is not whole hours after the row before; sort the rows, one "
                    "for each hour",
                    text)};
  }
  return *time;
}

Result<kpi::Millionths> parse_fraction(std::string_view text) {
  const auto count = parse_millionths(text);
  if (!count) return count.error();
  if (*count > 1'000'000) {
    return Error{fmt::format("\"{}\" is more than 1; write a fraction, for example 0.35", text)};
  }
  return kpi::Millionths{*count};
}

}  // namespace

std::variant<kpi::HourlySeries, LocatedErrors> load_grid_series(const SourceText& file) {
  const auto rows = csv_rows(file, header);
  if (const auto* wrong = std::get_if<LocatedErrors>(&rows)) return *wrong;
  std::vector<kpi::HourlySeries::Hour> hours;
  LocatedErrors errors;
  std::optional<UtcTime> previous;
  for (const auto& row : std::get<std::vector<CsvRow>>(rows)) {
    const auto start = parse_start(row.fields[0], previous);
    const auto value = parse_fraction(row.fields[1]);
    if (!start) errors.push_back(row.error(file, 0, start.error().message));
    if (!value) errors.push_back(row.error(file, 1, value.error().message));
    if (errors.size() >= limits::config_errors) break;
    if (start) previous = *start;
    if (start && value) hours.push_back({*start, *value});
  }
  if (hours.empty() && errors.empty()) errors.push_back({file.file, 1, 1, "has no rows"});
  if (!errors.empty()) return errors;
  return kpi::HourlySeries(std::move(hours));
}

}  // namespace pue::config
