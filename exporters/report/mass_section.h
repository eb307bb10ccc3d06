// What the energy stands for: standard coal by both values side by side, CO2 by both accounts, with
// the rows of factors that each took; and CUE, WUE, ERF.
#pragma once

#include <string>
#include <vector>

#include "exporters/report/context.h"

namespace pue::report {

/// Every row of a factor that a figure of the report took, once.
struct UsedFactor {
  std::string_view account;  // "standard_coal.calorific", "carbon.location": a key of the catalogue
  kpi::FactorUse use;
};
std::vector<UsedFactor> used_factors(const engine::PeriodFigures& figures);

std::string mass_section(const Context& context);

}  // namespace pue::report
