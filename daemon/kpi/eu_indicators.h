// The indicators of Delegated Regulation (EU) 2024/1364 that follow from electricity meters and the
// certificate account, for a calendar year, and WIN and EREUSE from their own. Potable water,
// temperatures, floor areas and traffic are not here.
#pragma once

#include <optional>

#include "kpi/certificates.h"
#include "kpi/renewable_sums.h"

namespace pue::kpi {

/// Energies of one calendar year; print in kWh, rounded once.
struct EuYear {
  Joules facility;
  Joules it;
  std::optional<Joules> genset;     // absent: the site has none
  std::optional<Joules> renewable;  // used on site; absent: no such sources
  std::optional<Joules> go;         // retired; absent without a certificate account
  std::optional<Joules> ppa;
  std::optional<Joules> reused_heat = {};  // absent: not metered
  std::optional<Millilitres> water = {};
};

struct EuIndicators {
  Joules edc;                           // EDC: total energy consumption
  Joules edc_bg;                        // EDC-BG: of it from backup generators
  Joules edc_without_backup;            // EDC less EDC-BG
  Joules eit;                           // EIT: of the IT equipment
  Joules eres_os;                       // ERES-OS: renewable, generated and used on site
  std::optional<Joules> eres_goo;       // ERES-GOO: by guarantees of origin
  std::optional<Joules> eres_ppa;       // ERES-PPA: by power purchase agreements
  std::optional<Joules> eres_tot;       // ERES-TOT: their sum; absent when one is
  std::optional<Joules> ereuse = {};    // EREUSE: reused heat; absent where it is not metered
  std::optional<Millilitres> win = {};  // WIN: water input, the same
  bool operator==(const EuIndicators&) const = default;
};
EuIndicators eu_indicators(const EuYear& year);

/// REF of the regulation = ERES-TOT / EDC, at most 1; absent without all parts.
std::optional<Share> renewable_energy_factor(const EuIndicators& indicators);

}  // namespace pue::kpi
