#include "exporters/prometheus/green_figures.h"

#include <array>

namespace pue::prometheus {
namespace {

constexpr double millionths_per_unit = 1e6;

template <class Value>
void each_share(const View& view, Series& series, Value value) {
  for (std::size_t i = 0; i < kpi::windows.size(); ++i) {
    const auto& figures = view.snapshot.closed.windows[i];
    for (std::size_t m = 0; m < figures.renewable_ungated.size(); ++m) {
      const auto method = static_cast<kpi::ShareMethod>(m);
      if (const auto share = figures.renewable(method))
        series.add(value(*share), {name(method), name(kpi::windows[i])});
    }
  }
}

double low(const kpi::ShareRange& share) { return share.low.ratio(); }
double high(const kpi::ShareRange& share) { return share.high.ratio(); }

void share_low(const View& view, Series& series) { each_share(view, series, low); }
void share_high(const View& view, Series& series) { each_share(view, series, high); }

/// The share itself is the low one: missing data never raises it.
void share(const View& view, Series& series) { each_share(view, series, low); }

void utilisation(const View& view, Series& series) {
  for (std::size_t i = 0; i < kpi::windows.size(); ++i) {
    const auto& figures = view.snapshot.closed.windows[i];
    if (figures.utilisation) series.add(figures.utilisation->ratio(), {name(kpi::windows[i])});
  }
}

void water_usage(const View& view, Series& series) {
  for (std::size_t i = 0; i < kpi::windows.size(); ++i)
    if (const auto& usage = view.snapshot.closed.windows[i].water_usage)
      series.add(usage->cubic_metres_per_joule(), {name(kpi::windows[i])});
}

void energy_reuse(const View& view, Series& series) {
  for (std::size_t i = 0; i < kpi::windows.size(); ++i)
    if (const auto& reuse = view.snapshot.closed.windows[i].energy_reuse)
      series.add(reuse->ratio(), {name(kpi::windows[i])});
}

void targets(const View& view, Series& series) {
  for (const auto& figure : view.snapshot.closed.targets)
    series.add(static_cast<double>(figure.target.share.count) / millionths_per_unit,
               {figure.target.id, name(figure.target.method)});
}

void targets_met(const View& view, Series& series) {
  for (const auto& figure : view.snapshot.closed.targets) {
    if (figure.answer == kpi::TargetAnswer::met) series.add(1.0, {figure.target.id});
    if (figure.answer == kpi::TargetAnswer::missed) series.add(0.0, {figure.target.id});
  }
}

void carbon(const View& view, Series& series) {
  const auto& closed = view.snapshot.closed;
  if (closed.location_based) series.add(grams(closed.location_based->co2), {"location"});
  if (closed.market_based) series.add(grams(closed.market_based->co2), {"market"});
}

void carbon_usage(const View& view, Series& series) {
  // kg/kWh are grams per kilojoule · 3600: base units are grams and joules.
  constexpr double grams_per_joule = 1000.0 / 3.6e6;
  if (const auto cue = view.snapshot.closed.carbon_usage_effectiveness)
    series.add(*cue * grams_per_joule);
}

void coal(const View& view, Series& series) {
  const auto& coal = view.snapshot.closed.coal;
  if (coal.calorific) series.add(grams(coal.calorific->sum), {"calorific"});
  if (coal.equivalent) series.add(grams(coal.equivalent->sum), {"equivalent"});
}

constexpr std::array families = {
    Family{"pue_renewable_share_ratio", Kind::Gauge, "site,method,window",
           "Renewable energy used on site by facility energy; missing data counts as none. The "
           "method is part of the name.",
           share},
    Family{"pue_renewable_share_low_ratio", Kind::Gauge, "site,method,window",
           "The share if what is missing was none.", share_low},
    Family{"pue_renewable_share_high_ratio", Kind::Gauge, "site,method,window",
           "The share if what is missing was the most that it can have been.", share_high},
    Family{"pue_renewable_utilisation_ratio", Kind::Gauge, "site,window",
           "Renewable energy used by used plus curtailed.", utilisation},
    Family{"pue_renewable_target_ratio", Kind::Gauge, "site,policy,method",
           "Target of the renewable share that applies to this site, by its method.", targets},
    Family{"pue_renewable_target_met", Kind::Gauge, "site,policy",
           "1 if the 12-month share by the target's method meets it whatever is missing, 0 if it "
           "misses it whatever is missing; absent while missing data decides.",
           targets_met},
    Family{"pue_annual_carbon_grams", Kind::Gauge, "site,method",
           "CO2 of the electricity of the trailing 12 months, location-based and market-based (GHG "
           "Protocol Scope 2): two accounts of the same electricity, never added.",
           carbon},
    Family{"pue_carbon_usage_grams_per_joule", Kind::Gauge, "site",
           "CUE of the trailing 12 months, location-based CO2 by IT energy (ISO/IEC 30134-8); "
           "1 kg/kWh is 1/3600 g/J.",
           carbon_usage},
    Family{"pue_water_usage_cubic_meters_per_joule", Kind::Gauge, "site,window",
           "WUE: water by IT energy (ISO/IEC 30134-9); 1 m3/MWh is 1/3.6e9 m3/J.", water_usage},
    Family{"pue_energy_reuse_ratio", Kind::Gauge, "site,window",
           "ERF: heat reused outside by facility energy (ISO/IEC 30134-6).", energy_reuse},
    Family{"pue_standard_coal_grams", Kind::Gauge, "site,method",
           "Facility energy of the trailing 12 months as standard coal (GB/T 2589); 1 tce is 1e6 "
           "g.",
           coal},
};

}  // namespace

std::span<const Family> green_figures() { return families; }

}  // namespace pue::prometheus
