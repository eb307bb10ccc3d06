// The factor table: files of config/factors/ → what a kilowatt-hour stands for in CO2 and standard
// coal, by year and region. Which row a figure takes is decided elsewhere (kpi/energy_factor.h).
#pragma once

#include <variant>
#include <vector>

#include "config/errors.h"
#include "config/mapping.h"
#include "engine/settings.h"

namespace pue::config {

std::variant<std::vector<kpi::EnergyFactor>, LocatedErrors> load_factors(const SourceText& file);

/// The rows of all files; the same kind, region and year in two files is an error.
std::vector<kpi::EnergyFactor> read_factors(const std::vector<SourceText>& files,
                                            ErrorList& errors);

/// Reports a site.grid_region for which the table has no CO2 factor of the grid.
void check_grid_region(const Mapping& document, const engine::Settings& settings,
                       ErrorList& errors);

}  // namespace pue::config
