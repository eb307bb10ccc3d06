#include "kpi/side_sums.h"

namespace pue::kpi {

double WaterUsage::cubic_metres_per_joule() const {
  return cubic_metres(water) / static_cast<double>(it.count);
}

double WaterUsage::cubic_metres_per_megawatt_hour() const {
  return cubic_metres(water) / (watt_hours(it) / 1e6);
}

SideSums& SideSums::operator+=(const SideSums& other) {
  water += other.water;
  it_beside_water += other.it_beside_water;
  water_known += other.water_known;
  reused_heat += other.reused_heat;
  facility_beside_heat += other.facility_beside_heat;
  heat_known += other.heat_known;
  return *this;
}

SideSums side_sums(const site::SiteInterval& closed) {
  SideSums sums;
  if (!closed.usable()) return sums;
  if (closed.water) {
    sums.water = *closed.water;
    sums.it_beside_water = *closed.it;
    sums.water_known = closed.interval.length();
  }
  if (closed.reused_heat) {
    sums.reused_heat = *closed.reused_heat;
    sums.facility_beside_heat = *closed.facility;
    sums.heat_known = closed.interval.length();
  }
  return sums;
}

std::optional<WaterUsage> water_usage(const SideSums& sums, Duration needed) {
  if (sums.water_known < needed || sums.it_beside_water <= Joules{}) return std::nullopt;
  return WaterUsage{sums.water, sums.it_beside_water};
}

std::optional<Share> energy_reuse(const SideSums& sums, Duration needed) {
  if (sums.heat_known < needed || sums.facility_beside_heat <= Joules{}) return std::nullopt;
  return Share{sums.reused_heat, sums.facility_beside_heat};
}

}  // namespace pue::kpi
