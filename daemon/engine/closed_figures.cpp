#include "engine/closed_figures.h"

namespace pue::engine {

const std::array<BurnWindow, burn_window_count>& burn_windows() {
  using std::chrono::hours;
  static constexpr std::array<BurnWindow, burn_window_count> windows = {{{"2h", hours{2}},
                                                                         {"6h", hours{6}},
                                                                         {"1d", hours{24}},
                                                                         {"60h", hours{60}},
                                                                         {"3d", hours{72}},
                                                                         {"30d", hours{720}}}};
  return windows;
}

std::string_view name(ChangeOf change) {
  switch (change) {
    case ChangeOf::hour:
      return "1h";
    case ChangeOf::day:
      return "1d";
    case ChangeOf::month:
      return "mtd";
  }
  return "";
}

}  // namespace pue::engine
