#include "kpi/carbon.h"

#include <algorithm>
#include <utility>

#include "energy/exact.h"

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

GensetCarbon genset_carbon(const YearlyEnergy& genset, const std::vector<EnergyFactor>& rows,
                           std::string_view region) {
  GensetCarbon carbon;
  for (const auto& [year, energy] : genset) {
    const auto factor = factor_for(rows, FactorKind::genset, region, year);
    if (factor) {
      carbon.co2 = carbon.co2 + mass(energy, factor->milligrams_per_kwh);
      carbon.used.push_back({year, energy, *factor});
    } else {
      carbon.not_counted += energy;
    }
  }
  return carbon;
}

Joules total(const YearlyEnergy& energy) {
  Joules sum;
  for (const auto& [year, part] : energy) sum += part;
  return sum;
}

/// `uncovered` spread over the years as `grid` is, to the joule.
YearlyEnergy spread(Joules uncovered, YearlyEnergy grid) {
  Joules load_left = total(grid);
  for (auto& [year, energy] : grid) {
    if (load_left <= Joules{}) continue;
    const Joules part{energy::scaled(uncovered.count, energy.count, load_left.count)};
    load_left -= energy;
    uncovered -= part;
    energy = part;
  }
  return grid;
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
  auto own = genset_carbon(genset, rows, region);
  return LocationBased{bought->sum + own.co2, std::move(bought->used), std::move(own)};
}

std::optional<Milligrams> location_based(const site::SiteInterval& closed, int year,
                                         const std::vector<EnergyFactor>& rows,
                                         std::string_view region) {
  if (!closed.usable()) return std::nullopt;
  const auto from_grid = grid_load(closed);
  const auto own = closed.sources[static_cast<std::size_t>(site::Role::genset)];
  const YearlyEnergy grid{{year, from_grid.value_or(std::max(*closed.facility, Joules{}))}};
  YearlyEnergy genset;
  if (from_grid && own) genset[year] = std::max(*own, Joules{});
  const auto carbon = location_based(grid, genset, rows, region);
  if (!carbon) return std::nullopt;
  return carbon->co2;
}

std::optional<MarketBased> market_based(const YearlyEnergy& grid, const YearlyEnergy& genset,
                                        Joules certificates, const std::vector<EnergyFactor>& rows,
                                        std::string_view region) {
  const auto load = total(grid);
  const auto covered = std::min(certificates, load);
  auto rest = yearly_mass(spread(load - covered, grid), rows, FactorKind::residual, region);
  if (!rest) return std::nullopt;
  auto own = genset_carbon(genset, rows, region);
  return MarketBased{rest->sum + own.co2, covered, std::move(rest->used), std::move(own)};
}

std::optional<double> carbon_usage_effectiveness(Milligrams co2, Joules it) {
  if (it <= Joules{}) return std::nullopt;
  return kilograms(co2) / (watt_hours(it) / 1000);
}

}  // namespace pue::kpi
