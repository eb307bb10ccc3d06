// What follows from the sums of a year beside its PUE: certificates, renewable targets, grade, CO2,
// standard coal, the indicators of the EU. It picks no year and judges no coverage.
#pragma once

#include "engine/closed_figures.h"
#include "engine/settings.h"
#include "kpi/sums_by_time.h"

namespace pue::engine {

/// The account over the year and, in `window`, the share by method `attributes`; nothing without an
/// account. `sums` are those of the window.
std::optional<CertificateFigure> certificates_of(kpi::WindowFigures& window,
                                                 const kpi::PeriodSums& sums,
                                                 const Settings& settings,
                                                 std::chrono::year_month_day as_of);

/// The targets that apply on that day, judged by the window's shares.
std::vector<TargetFigure> judged_targets(const Settings& settings,
                                         std::chrono::year_month_day as_of,
                                         const kpi::WindowFigures& window);

/// Fills in grade, CO2 and standard coal. Preconditions: annual.pue, figures.certificates is
/// filled.
void add_masses(ClosedFigures& figures, const kpi::WindowFigures& annual,
                const kpi::SumsByTime& sums, const Settings& settings);

/// `sums` and `figures` are those of a calendar year that passes its gate.
EuFigure eu_figure(const kpi::WindowFigures& figures, const kpi::PeriodSums& sums,
                   const Settings& settings, std::chrono::year_month_day as_of);

}  // namespace pue::engine
