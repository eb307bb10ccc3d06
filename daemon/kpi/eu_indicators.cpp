#include "kpi/eu_indicators.h"

namespace pue::kpi {

EuIndicators eu_indicators(const EuYear& year) {
  EuIndicators indicators;
  indicators.edc = year.facility;
  indicators.edc_bg = year.genset.value_or(Joules{});
  indicators.edc_without_backup = indicators.edc - indicators.edc_bg;
  indicators.eit = year.it;
  indicators.eres_os = year.renewable.value_or(Joules{});
  indicators.eres_goo = year.go;
  indicators.eres_ppa = year.ppa;
  indicators.ereuse = year.reused_heat;
  indicators.win = year.water;
  if (year.go && year.ppa) indicators.eres_tot = indicators.eres_os + *year.go + *year.ppa;
  return indicators;
}

std::optional<Share> renewable_energy_factor(const EuIndicators& indicators) {
  if (!indicators.eres_tot) return std::nullopt;
  return renewable_energy_factor(*indicators.eres_tot, indicators.edc);
}

}  // namespace pue::kpi
