#include "commands/answer_bounds.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "commands/named_period.h"

namespace pue::commands {
namespace {

/// How many energies of a meter in an interval are stored within the period.
std::int64_t meter_intervals(const LedgerSite& site, const Period& period) {
  if (!site.facts.extent) return 0;
  const auto& stored = *site.facts.extent;
  const auto length = std::min(period.end, stored.end) - std::max(period.start, stored.start);
  return std::max<std::int64_t>(0, length / std::chrono::minutes{15}) *
         static_cast<std::int64_t>(site.facts.identity.meters.size());
}

/// Of the step on any calendar; "all" is one, whatever its length.
std::optional<Duration> shortest(kpi::Window step) {
  switch (step) {
    case kpi::Window::quarter_hour:
      return std::chrono::minutes{15};
    case kpi::Window::hour:
      return std::chrono::hours{1};
    case kpi::Window::day:
      return std::chrono::hours{23};
    case kpi::Window::month_to_date:
      return std::chrono::hours{24 * 28 - 1};
    case kpi::Window::year_to_date:
    case kpi::Window::twelve_months:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<Period> bounded_period(const std::string& text, const LedgerSite& site) {
  const auto parsed = parse_period(text, site.zone);
  if (!parsed) return Error{"period: " + parsed.error().message};
  const auto& period = parsed->period;
  if (period.length() > limits::http_longest_period)
    return Error{fmt::format("period: longer than {} days; ask for a shorter one, or use puectl",
                             limits::http_longest_period / std::chrono::hours{24})};
  if (meter_intervals(site, period) > limits::http_meter_intervals)
    return Error{fmt::format(
        "period: intervals times meters are more than {}; ask for a shorter one, or use puectl",
        limits::http_meter_intervals)};
  return period;
}

Result<void> check_points(const SeriesRequest& request) {
  const auto step = shortest(request.step);
  if (!step ||
      request.period.length() / *step <= static_cast<std::int64_t>(limits::http_series_points))
    return {};
  return Error{
      fmt::format("step: more than {} steps between from and to; ask for a shorter time or a "
                  "longer step",
                  limits::http_series_points)};
}

}  // namespace pue::commands
