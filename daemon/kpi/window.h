// Windows of a figure: which [start, end) "1h", "1d" or "12mo" means now, in the site's own time
// zone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "base/zone.h"

namespace pue::kpi {

enum class Window : std::uint8_t {
  quarter_hour,
  hour,
  day,            // the last closed ones
  month_to_date,  // local start to the last closed interval
  year_to_date,   // the same
  twelve_months,  // trailing whole local months: the only one that is an annual PUE
};
inline constexpr std::array windows = {Window::quarter_hour, Window::hour,
                                       Window::day,          Window::month_to_date,
                                       Window::year_to_date, Window::twelve_months};
constexpr std::size_t position(Window window) { return static_cast<std::size_t>(window); }

/// "15m", "1h", "1d", "mtd", "ytd", "12mo": the `window` label.
std::string_view name(Window window);

/// The local calendar part that contains t: an hour (of 90 minutes over a change of half an hour),
/// a day of 23 to 25 hours, a month, a year.
Period hour_at(UtcTime t, const Zone& zone);
Period day_at(UtcTime t, const Zone& zone);
Period month_at(UtcTime t, const Zone& zone);
Period year_at(UtcTime t, const Zone& zone);
/// The start of the local month `months` after the one that contains t (negative: before).
UtcTime month_start(UtcTime t, int months, const Zone& zone);

/// The window when everything before `closed_until` is closed. `in_service`: earlier intervals are
/// in no figure, so running windows begin there, and it is what a closed window must not reach
/// behind. Absent: the closed window (12 whole months for the annual one) is not yet complete, or
/// a running one is empty.
std::optional<Period> window_period(Window window, UtcTime closed_until, UtcTime in_service,
                                    const Zone& zone);

}  // namespace pue::kpi
