#include "kpi/window.h"

#include <algorithm>

namespace pue::kpi {
namespace {

using namespace std::chrono_literals;
using std::chrono::year_month_day;

/// The last instant before `t`: it lies in the part that ends at `t`.
UtcTime just_before(UtcTime t) { return t - 1ns; }

UtcTime start_of(const std::chrono::year_month& month, const Zone& zone) {
  return zone.start_of(LocalDate{month / std::chrono::day{1}});
}

std::chrono::year_month month_of(UtcTime t, const Zone& zone) {
  const year_month_day date = zone.date_at(t).ymd;
  return date.year() / date.month();
}

/// The last quarter hour that is closed. Every offset in use is a multiple of 15 min: quarter hours
/// are the same in all zones.
Period last_quarter(UtcTime closed_until) {
  const auto end = floor_to(closed_until, 15min);
  return {end - 15min, end};
}

Period trailing_year(UtcTime closed_until, const Zone& zone) {
  return {month_start(closed_until, -12, zone), month_start(closed_until, 0, zone)};
}

Period window_at(Window window, UtcTime closed_until, const Zone& zone) {
  switch (window) {
    case Window::quarter_hour:
      return last_quarter(closed_until);
    case Window::hour:
      return hour_at(just_before(hour_at(closed_until, zone).start), zone);
    case Window::day:
      return day_at(just_before(day_at(closed_until, zone).start), zone);
    case Window::month_to_date:
      return {month_at(just_before(closed_until), zone).start, closed_until};
    case Window::year_to_date:
      return {year_at(just_before(closed_until), zone).start, closed_until};
    case Window::twelve_months:
      return trailing_year(closed_until, zone);
  }
  return {};
}

bool is_running(Window window) {
  return window == Window::month_to_date || window == Window::year_to_date;
}

}  // namespace

std::string_view name(Window window) {
  switch (window) {
    case Window::quarter_hour:
      return "15m";
    case Window::hour:
      return "1h";
    case Window::day:
      return "1d";
    case Window::month_to_date:
      return "mtd";
    case Window::year_to_date:
      return "ytd";
    case Window::twelve_months:
      return "12mo";
  }
  return "";
}

Period hour_at(UtcTime t, const Zone& zone) {
  // Where the offset changes by half an hour (Lord Howe), the two hours that share the change by
  // the wall clock are one of 90 minutes: else they would overlap.
  const auto start_at = [&](UtcTime x) { return zone.start_of_hour(zone.start_of_hour(x)); };
  const auto start = start_at(t);
  const auto next = start + 1h;
  return {start, start_at(next) > start ? next : zone.start_of_hour(next) + 1h};
}

Period day_at(UtcTime t, const Zone& zone) {
  const auto date = zone.date_at(t);
  const year_month_day next{std::chrono::sys_days{date.ymd} + std::chrono::days{1}};
  return {zone.start_of(date), zone.start_of(LocalDate{next})};
}

UtcTime month_start(UtcTime t, int months, const Zone& zone) {
  return start_of(month_of(t, zone) + std::chrono::months{months}, zone);
}

Period month_at(UtcTime t, const Zone& zone) {
  return {month_start(t, 0, zone), month_start(t, 1, zone)};
}

Period year_at(UtcTime t, const Zone& zone) {
  const auto year = zone.date_at(t).ymd.year();
  const auto start_of_year = [&](std::chrono::year y) {
    return start_of(y / std::chrono::January, zone);
  };
  return {start_of_year(year), start_of_year(year + std::chrono::years{1})};
}

std::optional<Period> window_period(Window window, UtcTime closed_until, UtcTime in_service,
                                    const Zone& zone) {
  Period period = window_at(window, closed_until, zone);
  if (is_running(window)) period.start = std::max(period.start, in_service);
  if (period.start < in_service || period.start >= period.end) return std::nullopt;
  return period;
}

}  // namespace pue::kpi
