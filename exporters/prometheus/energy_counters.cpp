#include "exporters/prometheus/energy_counters.h"

#include <array>

namespace pue::prometheus {
namespace {

void facility(const View& view, Series& series) {
  if (const auto& counters = view.snapshot.counters) series.add(counters->facility);
}

void it(const View& view, Series& series) {
  if (const auto& counters = view.snapshot.counters) series.add(counters->it);
}

void overhead(const View& view, Series& series) {
  const auto& counters = view.snapshot.counters;
  if (!counters) return;
  for (std::size_t i = 0; i < counters->overhead.size(); ++i)
    series.add(counters->overhead[i], {name(static_cast<site::Subsystem>(i))});
}

void sources(const View& view, Series& series) {
  const auto& counters = view.snapshot.counters;
  if (!counters) return;
  for (std::size_t i = 0; i < counters->sources.size(); ++i)
    series.add(counters->sources[i], {name(static_cast<site::Role>(i))});
}

void carbon(const View& view, Series& series) {
  const auto& counters = view.snapshot.counters;
  if (counters && counters->co2) series.add(grams(*counters->co2), {"location"});
}

void water(const View& view, Series& series) {
  const auto& counters = view.snapshot.counters;
  if (counters && counters->water) series.add(cubic_metres(*counters->water));
}

void reused_heat(const View& view, Series& series) {
  if (const auto& counters = view.snapshot.counters) series.add(counters->reused_heat);
}

void covered(const View& view, Series& series) {
  if (const auto& counters = view.snapshot.counters)
    series.add(static_cast<double>(counters->covered_seconds));
}

void elapsed(const View& view, Series& series) {
  if (const auto& counters = view.snapshot.counters)
    series.add(static_cast<double>(counters->elapsed_seconds));
}

constexpr std::array families = {
    Family{"pue_facility_energy_joules_total", Kind::Counter, "site",
           "Energy of the whole data center over usable paired intervals.", facility},
    Family{"pue_it_energy_joules_total", Kind::Counter, "site",
           "Energy of IT equipment over the same intervals as the facility's.", it},
    Family{"pue_overhead_energy_joules_total", Kind::Counter, "site,subsystem",
           "Energy of a disjoint part of the overhead over the same intervals.", overhead},
    Family{"pue_source_energy_joules_total", Kind::Counter, "site,role",
           "Energy into the site from grid, solar, wind or genset over the same intervals.",
           sources},
    Family{"pue_carbon_grams_total", Kind::Counter, "site,method",
           "Location-based CO2 of the electricity over the same intervals, each by the factor in "
           "force when it closed.",
           carbon},
    Family{"pue_water_cubic_meters_total", Kind::Counter, "site",
           "Water used, over the same intervals where its meters are known.", water},
    Family{"pue_reused_heat_joules_total", Kind::Counter, "site",
           "Heat reused outside, over the same intervals where its meters are known.", reused_heat},
    Family{"pue_covered_seconds_total", Kind::Counter, "site",
           "Time covered by valid inputs; by pue_elapsed_seconds_total it is the coverage.",
           covered},
    Family{"pue_elapsed_seconds_total", Kind::Counter, "site",
           "Time of all closed intervals, usable or not.", elapsed},
};

}  // namespace

std::span<const Family> energy_counters() { return families; }

}  // namespace pue::prometheus
