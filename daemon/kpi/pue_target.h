// The site's own target of annual PUE, month by month, below a cap: what the budget is measured
// against. Not a policy, and not a forecast (docs/domain.md, "PUE as a budget").
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/units.h"
#include "kpi/policy.h"

namespace pue::kpi {

inline constexpr std::size_t months_in_year = 12;

/// `site.target_pue`: one number for the year, or twelve from January on; each > 1.
struct OwnTarget {
  std::array<double, months_in_year> monthly{};
  bool seasonal = false;  // twelve values were given
  bool operator==(const OwnTarget&) const = default;
};

/// Energies of one calendar month of the last twelve whole ones, [0] is January.
struct MonthEnergy {
  Joules facility;
  Joules it;
};
using LastYear = std::array<std::optional<MonthEnergy>, months_in_year>;

enum class Season : std::uint8_t {
  stated,     // twelve values from the configuration
  from_past,  // last year's monthly shape, scaled to the target
  unknown,    // neither: the budget has no season, and what follows from it must wake nobody
};

struct Target {
  std::array<double, months_in_year> monthly{};  // T by month, [0] is January
  double annual = 0;                             // T of the year
  Season season = Season::unknown;
  bool assumed = false;  // no own target: cap − 0.03
  double at(std::chrono::month month) const { return monthly[static_cast<unsigned>(month) - 1]; }
};

/// T of each month for that cap: stated values as they are; one value with last year's shape
/// T_m = 1 + (T − 1) · (PUE_m − 1) / (PUE_year − 1), so that the year's energies give T again; else
/// the same T for all. Of stated values the year's T is their mean. Absent when the year's T is not
/// below the cap: there is no budget then.
std::optional<Target> target_below(Millionths cap, const std::optional<OwnTarget>& own,
                                   const LastYear& last_year);

}  // namespace pue::kpi
