#include "kpi/window.h"

namespace pue::kpi {
namespace {

using namespace std::chrono_literals;

/// The last instant before `t`: it lies in the window that ends at `t`.
UtcTime just_before(UtcTime t) { return t - 1ns; }

}  // namespace

std::string_view name(Window window) {
  switch (window) {
    case Window::quarter_hour:
      return "15m";
    case Window::hour:
      return "1h";
    case Window::day:
      return "1d";
  }
  return "";
}

Period last_closed(Window window, UtcTime closed_until, const Zone& zone) {
  switch (window) {
    case Window::quarter_hour: {
      // Every offset in use is a multiple of 15 min: quarter hours are the same in all zones.
      const auto end = floor_to(closed_until, 15min);
      return {end - 15min, end};
    }
    case Window::hour: {
      const auto end = zone.start_of_hour(closed_until);
      return {zone.start_of_hour(just_before(end)), end};
    }
    case Window::day: {
      const auto end = zone.start_of(zone.date_at(closed_until));
      return {zone.start_of(zone.date_at(just_before(end))), end};
    }
  }
  return {};
}

}  // namespace pue::kpi
