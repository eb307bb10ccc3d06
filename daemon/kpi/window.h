// Windows of a figure: which [start, end) "1h" or "1d" means now, in the site's own time zone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "base/zone.h"

namespace pue::kpi {

enum class Window : std::uint8_t { quarter_hour, hour, day };
inline constexpr std::array windows = {Window::quarter_hour, Window::hour, Window::day};

/// "15m", "1h", "1d": the `window` label.
std::string_view name(Window window);

/// The last closed local window when everything before `closed_until` is closed: the day is a local
/// calendar day of 23, 24 or 25 hours.
Period last_closed(Window window, UtcTime closed_until, const Zone& zone);

}  // namespace pue::kpi
