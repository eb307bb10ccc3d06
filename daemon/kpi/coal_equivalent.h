// Energy in tonnes of standard coal (tce, 标准煤), in which China states consumption and savings
// (综合能源消费量, GB/T 2589): by 当量值 and by 等价值, side by side and never added. A saving is
// computed, not verified.
#pragma once

#include <optional>

#include "kpi/energy_factor.h"

namespace pue::kpi {

/// Each absent when a year has no row. Both by the region "national".
struct CoalEquivalent {
  std::optional<YearlyMass> calorific;   // 当量值: what the electricity itself holds
  std::optional<YearlyMass> equivalent;  // 等价值: what power stations burnt for it
};
CoalEquivalent coal_equivalent(const YearlyEnergy& energy, const std::vector<EnergyFactor>& rows);

/// 重点用能单位: from 5,000 tce in a rolling year, i.e. 40.7 GWh at 0.1229 kgce/kWh.
inline constexpr Milligrams key_user_threshold{5'000'000'000'000};
constexpr bool is_key_user(Milligrams rolling_year) { return rolling_year >= key_user_threshold; }

/// One of the two periods that a retrofit is judged by.
struct PuePeriod {
  Joules facility;
  Joules it;                                   // > 0
  std::optional<double> standard_uncertainty;  // u of its PUE, absolute
};
struct RetrofitSaving {
  Joules energy;  // rounded down to the joule; negative: more was used than before
  /// u of `energy` from both PUEs, taken as independent; absent when one of theirs is.
  std::optional<Joules> standard_uncertainty;
};
/// (PUE_base − PUE_after) · E_it,after: what the load of today would have cost before the retrofit,
/// less what it costs. Weather is not in it. Absent unless IT energy is positive in both.
std::optional<RetrofitSaving> retrofit_saving(const PuePeriod& base, const PuePeriod& after);

}  // namespace pue::kpi
