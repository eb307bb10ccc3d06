#include "engine/energy_totals.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "kpi/carbon.h"

namespace pue::engine {
namespace {

constexpr auto unexplained = static_cast<std::size_t>(site::Subsystem::unexplained);

std::int64_t seconds_of(const site::SiteInterval& interval) {
  return std::chrono::duration_cast<std::chrono::seconds>(interval.interval.length()).count();
}

/// Adds one usable interval's energies, with sign −1 to take a superseded version back.
void add_energies(EnergyCounters& totals, const site::SiteInterval& interval, int sign) {
  if (!interval.usable()) return;
  totals.facility += sign * *interval.facility;
  totals.it += sign * *interval.it;
  for (std::size_t s = 0; s < totals.overhead.size(); ++s)
    if (interval.overhead[s]) totals.overhead[s] += sign * *interval.overhead[s];
  for (std::size_t s = 0; s < totals.sources.size(); ++s)
    if (interval.sources[s])
      totals.sources[s] = totals.sources[s].value_or(Joules{}) + sign * *interval.sources[s];
  if (interval.water) totals.water = totals.water.value_or(Millilitres{}) + sign * *interval.water;
  if (interval.reused_heat)
    totals.reused_heat = totals.reused_heat.value_or(Joules{}) + sign * *interval.reused_heat;
  if (interval.coverable()) totals.covered_seconds += sign * seconds_of(interval);
}

void raise(Joules& exported, Joules exact) { exported = std::max(exported, exact); }

template <class Unit>
void raise(std::optional<Unit>& exported, const std::optional<Unit>& exact) {
  if (exact) exported = std::max(exported.value_or(Unit{}), *exact);
}

}  // namespace

EnergyTotals::EnergyTotals(Carbon carbon) : carbon_(std::move(carbon)) {}

void EnergyTotals::add_carbon(const site::SiteInterval& interval, int sign) {
  const auto part = carbon_ ? carbon_(interval) : std::nullopt;
  if (part)
    exact_.co2 = kpi::Milligrams{exact_.co2.value_or(kpi::Milligrams{}).count + sign * part->count};
}

void EnergyTotals::add(const site::SiteInterval& now,
                       const std::optional<site::SiteInterval>& before) {
  if (before) {
    add_energies(exact_, *before, -1);
    add_carbon(*before, -1);
  } else {
    exact_.elapsed_seconds += seconds_of(now);
  }
  add_energies(exact_, now, +1);
  add_carbon(now, +1);

  raise(exported_.facility, exact_.facility);
  raise(exported_.it, exact_.it);
  for (std::size_t s = 0; s <= unexplained; ++s) raise(exported_.overhead[s], exact_.overhead[s]);
  for (std::size_t s = 0; s < exact_.sources.size(); ++s)
    raise(exported_.sources[s], exact_.sources[s]);
  raise(exported_.co2, exact_.co2);
  raise(exported_.water, exact_.water);
  raise(exported_.reused_heat, exact_.reused_heat);
  exported_.covered_seconds = std::max(exported_.covered_seconds, exact_.covered_seconds);
  exported_.elapsed_seconds = exact_.elapsed_seconds;
}

void EnergyTotals::restore(const EnergyCounters& exact, const EnergyCounters& exported) {
  exact_ = exact;
  exported_ = exported;
  // A counter that nothing advances any more would say that nothing is emitted.
  if (carbon_) return;
  exact_.co2.reset();
  exported_.co2.reset();
}

EnergyTotals::Carbon carbon_by_place(const Settings& settings) {
  if (settings.site.facts.grid_region.empty()) return {};
  return [&settings](const site::SiteInterval& interval) {
    const auto date = settings.site.zone.date_at(interval.interval.start).ymd;
    return kpi::location_based(interval, static_cast<int>(date.year()), settings.green.factors,
                               settings.site.facts.grid_region);
  };
}

}  // namespace pue::engine
