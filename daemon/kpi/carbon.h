// CO2 of the electricity used, by the two accounts of the GHG Protocol Scope 2 Guidance, never
// merged: location-based by the grid's factor, market-based by certificates. CO2, not CO2
// equivalents; embodied carbon and refrigerants are not in it.
#pragma once

#include <optional>

#include "kpi/energy_factor.h"
#include "site/balance.h"

namespace pue::kpi {

/// The part of the facility's load that the grid supplied: max(0, E_facility − on-site generation
/// used), where generation used = max(0, generation − export). So what a roof exports at noon does
/// not pay for the import of another hour. Absent when the interval is not usable or export is
/// unknown beside generation.
std::optional<Joules> grid_load(const site::SiteInterval& closed);

struct LocationBased {
  Milligrams co2;
  std::vector<FactorUse> grid;  // which row each year took
  std::vector<FactorUse> genset;
  /// Electricity of gensets for which there is no factor row: its CO2 is not in `co2`.
  Joules genset_not_counted;
};
/// Σ grid load · grid factor of the region and year, and the gensets' where a row of kind `genset`
/// of that region says how much. Absent without a grid factor for each year.
std::optional<LocationBased> location_based(const YearlyEnergy& grid, const YearlyEnergy& genset,
                                            const std::vector<EnergyFactor>& rows,
                                            std::string_view region);

/// Certificates' own factor (0 for wind and sun) and the residual mix, in mg/kWh.
struct MarketFactors {
  std::int64_t covered = 0;
  std::int64_t residual = 0;
};
/// covered · cf + uncovered · residual factor. `covered`: energy of certificates owned and retired;
/// absent without a certificate account: a market-based figure is then not made up. More than the
/// load covers the load once. Energies ≥ 0.
std::optional<Milligrams> market_based(Joules grid_load, std::optional<Joules> covered,
                                       const MarketFactors& factors);

/// CUE = CO2 / E_it in kg/kWh (ISO/IEC 30134-8); absent unless E_it > 0.
std::optional<double> carbon_usage_effectiveness(Milligrams co2, Joules it);

}  // namespace pue::kpi
