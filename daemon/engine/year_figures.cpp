#include "engine/year_figures.h"

#include <algorithm>

namespace pue::engine {
namespace {

using kpi::PeriodSums;

/// One part of the sums of each local year in the period.
template <class Part>
kpi::YearlyEnergy by_year(const Period& period, const kpi::SumsByTime& sums, const Zone& zone,
                          Part part) {
  kpi::YearlyEnergy energy;
  for (UtcTime at = period.start; at < period.end;) {
    const auto end = std::min(kpi::year_at(at, zone).end, period.end);
    energy[static_cast<int>(zone.date_at(at).ymd.year())] = part(sums.over({at, end}));
    at = end;
  }
  return energy;
}

kpi::DateRange dates_of(const Period& period, const Zone& zone) {
  return {zone.date_at(period.start).ymd, zone.date_at(period.end).ymd};
}

void add_carbon(ClosedFigures& figures, const kpi::WindowFigures& annual,
                const kpi::SumsByTime& sums, const Settings& settings) {
  const auto& zone = settings.site.zone;
  const auto& region = settings.site.facts.grid_region;
  if (!sums.over(annual.period).grid_load_known || region.empty()) return;
  const auto grid =
      by_year(annual.period, sums, zone, [](const PeriodSums& year) { return year.grid_load; });
  const auto genset =
      by_year(annual.period, sums, zone, [](const PeriodSums& year) { return year.genset; });
  const auto& rows = settings.green.factors;
  figures.location_based = kpi::location_based(grid, genset, rows, region);
  if (figures.location_based)
    figures.carbon_usage_effectiveness =
        kpi::carbon_usage_effectiveness(figures.location_based->co2, *annual.it);
  if (!figures.certificates) return;
  const auto covered = kpi::beside_known(figures.certificates->retired,
                                         sums.over(annual.period).usable, annual.elapsed);
  figures.market_based = kpi::market_based(grid, genset, covered, rows, region);
}

}  // namespace

std::optional<CertificateFigure> certificates_of(kpi::WindowFigures& window, const PeriodSums& sums,
                                                 const Settings& settings,
                                                 std::chrono::year_month_day as_of) {
  const auto& account = settings.green.certificates;
  if (!account) return std::nullopt;
  const auto dates = dates_of(window.period, settings.site.zone);
  CertificateFigure figure;
  figure.as_of = as_of;
  figure.retired = kpi::retired_energy(*account, dates, as_of);
  figure.counted =
      std::make_shared<const std::vector<kpi::Certificate>>(kpi::retired(*account, dates, as_of));
  if (window.facility)
    window.renewable_ungated[static_cast<std::size_t>(kpi::ShareMethod::attributes)] =
        kpi::attribute_share(figure.retired, *window.facility, sums.usable, window.elapsed);
  return figure;
}

std::vector<TargetFigure> judged_targets(const Settings& settings,
                                         std::chrono::year_month_day as_of,
                                         const kpi::WindowFigures& window) {
  const auto& facts = settings.site.facts;
  std::vector<TargetFigure> figures;
  for (auto& row : kpi::applicable(settings.green.targets, facts, as_of)) {
    TargetFigure figure;
    figure.derivation = kpi::derivation(row, facts);
    figure.reasons = kpi::reasons(row.scope, facts);
    figure.share = window.renewable(row.method);
    if (figure.share) figure.answer = kpi::judge(row, row.method, *figure.share);
    figure.target = std::move(row);
    figures.push_back(std::move(figure));
  }
  return figures;
}

void add_masses(ClosedFigures& figures, const kpi::WindowFigures& annual,
                const kpi::SumsByTime& sums, const Settings& settings) {
  const auto facility =
      by_year(annual.period, sums, settings.site.zone,
              [](const PeriodSums& year) { return year.facility.value_or(Joules{}); });
  figures.grade =
      kpi::indicative_grade(*annual.facility, *annual.it, settings.site.facts.standard_racks);
  figures.coal = kpi::coal_equivalent(facility, settings.green.factors);
  add_carbon(figures, annual, sums, settings);
}

EuFigure eu_figure(const kpi::WindowFigures& figures, const PeriodSums& sums,
                   const Settings& settings, std::chrono::year_month_day as_of) {
  const auto& zone = settings.site.zone;
  kpi::EuYear year;
  year.facility = *figures.facility;
  year.it = *figures.it;
  if (sums.sources[static_cast<std::size_t>(site::Role::genset)]) year.genset = sums.genset;
  if (sums.renewable.has_renewables) year.renewable = sums.renewable.generated.low;
  if (figures.energy_reuse) year.reused_heat = figures.energy_reuse->part;
  if (figures.water_usage) year.water = figures.water_usage->water;
  if (const auto& account = settings.green.certificates) {
    const auto dates = dates_of(figures.period, zone);
    year.go = kpi::retired_energy(*account, dates, as_of, kpi::CertificateKind::go);
    year.ppa = kpi::retired_energy(*account, dates, as_of, kpi::CertificateKind::ppa);
  }
  EuFigure figure;
  figure.year = static_cast<int>(zone.date_at(figures.period.start).ymd.year());
  figure.coverage = figures.coverage();
  figure.indicators = kpi::eu_indicators(year);
  for (auto* retired : {&year.go, &year.ppa})
    if (*retired) *retired = kpi::beside_known(**retired, sums.usable, figures.elapsed);
  figure.renewable_energy_factor = kpi::renewable_energy_factor(kpi::eu_indicators(year));
  return figure;
}

}  // namespace pue::engine
