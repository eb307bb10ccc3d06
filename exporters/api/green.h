// The green figures of the status: targets of the renewable share, the account of certificates,
// CO2, standard coal. Shares of single windows stand with their windows (status.h).
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "engine/closed_figures.h"

namespace pue::api {

/// Every target that applies, with the share that it was judged by and the answer.
boost::json::array renewable_targets(const std::vector<engine::TargetFigure>& figures);

/// The account of certificates, with the share that follows from it.
boost::json::object account(const engine::CertificateFigure& figure,
                            const std::optional<kpi::ShareRange>& ref);

/// The rows of a table that a mass was computed by, each with the energy that it took.
boost::json::array factors(const std::vector<kpi::FactorUse>& used);

/// Both accounts of CO2 with the rows of factors that each took, and CUE.
boost::json::object carbon(const std::optional<kpi::LocationBased>& location,
                           const std::optional<kpi::MarketBased>& market,
                           std::optional<double> usage_effectiveness);

boost::json::object standard_coal(const kpi::CoalEquivalent& coal);

/// Of the trailing twelve months; empty without any.
boost::json::object green_year(const engine::ClosedFigures& closed);

/// The indicators of Delegated Regulation (EU) 2024/1364 under its own names, in whole kWh.
boost::json::object eu_2024_1364(const engine::EuFigure& figure);

/// Entries of the account, with dates as they were entered: first and last day of generation.
boost::json::array certificates(const std::vector<kpi::Certificate>& counted);

}  // namespace pue::api
