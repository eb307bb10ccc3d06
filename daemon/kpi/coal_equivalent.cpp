#include "kpi/coal_equivalent.h"

#include <cmath>

#include "energy/exact.h"

namespace pue::kpi {

CoalEquivalent coal_equivalent(const YearlyEnergy& energy, const std::vector<EnergyFactor>& rows) {
  constexpr std::string_view region = "national";
  return {yearly_mass(energy, rows, FactorKind::calorific, region),
          yearly_mass(energy, rows, FactorKind::equivalent, region)};
}

std::optional<RetrofitSaving> retrofit_saving(const PuePeriod& base, const PuePeriod& after) {
  if (base.it <= Joules{} || after.it <= Joules{}) return std::nullopt;
  // PUE_after · E_it,after is E_facility,after itself: one division, and that one exact.
  const auto before = energy::scaled(base.facility.count, after.it.count, base.it.count);
  RetrofitSaving saving{Joules{before} - after.facility, std::nullopt};
  if (base.standard_uncertainty && after.standard_uncertainty) {
    const auto u = std::hypot(*base.standard_uncertainty, *after.standard_uncertainty);
    saving.standard_uncertainty = Joules{std::llround(static_cast<double>(after.it.count) * u)};
  }
  return saving;
}

}  // namespace pue::kpi
