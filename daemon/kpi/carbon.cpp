#include "kpi/carbon.h"

#include <algorithm>

namespace pue::kpi {
namespace {

std::optional<Joules> generation(const site::SiteInterval& closed) {
  std::optional<Joules> sum;
  for (const auto role : {site::Role::solar, site::Role::wind, site::Role::genset}) {
    const auto& source = closed.sources[static_cast<std::size_t>(role)];
    // What an inverter consumes at night is no generation.
    if (source) sum = sum.value_or(Joules{}) + std::max(*source, Joules{});
  }
  return sum;
}

/// Then it is not known what was generated here and used.
bool source_estimated(const site::SiteInterval& closed) {
  const bool renewable = closed.sources[static_cast<std::size_t>(site::Role::solar)] ||
                         closed.sources[static_cast<std::size_t>(site::Role::wind)];
  const bool unknown = !closed.exported || (renewable && !closed.renewable_used);
  return unknown && closed.quality == energy::Quality::estimated;
}

}  // namespace

std::optional<Joules> grid_load(const site::SiteInterval& closed) {
  if (!closed.usable()) return std::nullopt;
  const auto generated = generation(closed);
  if (!generated) return std::max(*closed.facility, Joules{});
  if (source_estimated(closed)) return std::max(*closed.facility, Joules{});
  if (!closed.exported) return std::nullopt;
  const auto used = std::max(*generated - *closed.exported, Joules{});
  return std::max(*closed.facility - used, Joules{});
}

std::optional<LocationBased> location_based(const YearlyEnergy& grid, const YearlyEnergy& genset,
                                            const std::vector<EnergyFactor>& rows,
                                            std::string_view region) {
  auto bought = yearly_mass(grid, rows, FactorKind::grid, region);
  if (!bought) return std::nullopt;
  LocationBased result{bought->sum, std::move(bought->used), {}, {}};
  for (const auto& [year, energy] : genset) {
    const auto factor = factor_for(rows, FactorKind::genset, region, year);
    if (factor) {
      result.co2 = result.co2 + mass(energy, factor->milligrams_per_kwh);
      result.genset.push_back({year, energy, *factor});
    } else {
      result.genset_not_counted += energy;
    }
  }
  return result;
}

std::optional<Milligrams> market_based(Joules grid_load, std::optional<Joules> covered,
                                       const MarketFactors& factors) {
  if (!covered) return std::nullopt;
  const auto green = std::min(*covered, grid_load);
  return mass(green, factors.covered) + mass(grid_load - green, factors.residual);
}

std::optional<double> carbon_usage_effectiveness(Milligrams co2, Joules it) {
  if (it <= Joules{}) return std::nullopt;
  return kilograms(co2) / (watt_hours(it) / 1000);
}

}  // namespace pue::kpi
