// Water, and heat that is reused outside: what is metered beside electricity, with the energy of
// the same intervals, so that each ratio stands over the time in which both of its sides are known.
#pragma once

#include <optional>

#include "base/time.h"
#include "base/volume.h"
#include "kpi/renewable_sums.h"
#include "site/balance.h"

namespace pue::kpi {

/// WUE (ISO/IEC 30134-9, EN 50600-4-9): water by IT energy. `it` > 0.
struct WaterUsage {
  Millilitres water;
  Joules it;
  double cubic_metres_per_joule() const;
  double cubic_metres_per_megawatt_hour() const;  // the same number as litres per kWh
  bool operator==(const WaterUsage&) const = default;
};

/// `+=` is associative and commutative, SideSums{} its neutral element. Over usable intervals only.
struct SideSums {
  Millilitres water;
  Joules it_beside_water;
  Duration water_known{0};
  Joules reused_heat;
  Joules facility_beside_heat;
  Duration heat_known{0};

  SideSums& operator+=(const SideSums& other);
  bool operator==(const SideSums&) const = default;
};
SideSums side_sums(const site::SiteInterval& closed);

/// Absent unless water is known for at least `needed` and IT energy > 0.
std::optional<WaterUsage> water_usage(const SideSums& sums, Duration needed);
/// ERF = reused heat / E_facility (ISO/IEC 30134-6); absent unless heat is known for at least
/// `needed` and E_facility > 0.
std::optional<Share> energy_reuse(const SideSums& sums, Duration needed);

}  // namespace pue::kpi
