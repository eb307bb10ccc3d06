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

/// Electricity of gensets: the same in both accounts.
struct GensetCarbon {
  Milligrams co2;
  std::vector<FactorUse> used;
  Joules not_counted;  // there is no factor row for it: its CO2 is not in `co2`
};

struct LocationBased {
  Milligrams co2;               // gensets included
  std::vector<FactorUse> grid;  // which row each year took
  GensetCarbon genset;
};
/// Σ grid load · grid factor of the region and year, and the gensets' where a row of kind `genset`
/// of that region says how much. Absent without a grid factor for each year.
std::optional<LocationBased> location_based(const YearlyEnergy& grid, const YearlyEnergy& genset,
                                            const std::vector<EnergyFactor>& rows,
                                            std::string_view region);

/// The same of one interval of that year, for a counter. Where the export beside generation is not
/// known, nothing generated counts as used: missing data lowers no CO2. Absent for an interval that
/// is not usable, and without a grid factor.
std::optional<Milligrams> location_based(const site::SiteInterval& closed, int year,
                                         const std::vector<EnergyFactor>& rows,
                                         std::string_view region);

struct MarketBased {
  Milligrams co2;  // gensets included
  Joules covered;  // of the grid's load, by certificates; its factor is 0
  std::vector<FactorUse> residual;
  GensetCarbon genset;
};
/// Σ uncovered grid load · residual factor of the region and year: what certificates owned and
/// retired cover is renewable and counts 0. Certificates belong to the period, not to one of its
/// years: each year's load is covered in the same proportion. More than the load covers the load
/// once. Absent without a row of kind `residual` for each year. Energies ≥ 0.
std::optional<MarketBased> market_based(const YearlyEnergy& grid, const YearlyEnergy& genset,
                                        Joules certificates, const std::vector<EnergyFactor>& rows,
                                        std::string_view region);

/// CUE = CO2 / E_it in kg/kWh (ISO/IEC 30134-8); absent unless E_it > 0.
std::optional<double> carbon_usage_effectiveness(Milligrams co2, Joules it);

}  // namespace pue::kpi
