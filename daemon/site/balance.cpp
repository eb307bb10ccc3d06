#include "site/balance.h"

#include <algorithm>

#include "energy/volume_register.h"
#include "site/renewable_use.h"

namespace pue::site {
namespace {

/// One name for both, so that `fill_parts` serves energies and powers.
template <class EnergyOf>
std::optional<Joules> evaluate(const SignedSum& sum, const EnergyOf& energy_of, Joules) {
  return energy(sum, energy_of);
}
template <class PowerOf>
std::optional<Watts> evaluate(const SignedSum& sum, const PowerOf& power_of, Watts) {
  return power(sum, power_of);
}

/// Fills `overhead` and `sources` of energies or powers whose facility and IT are known or absent.
/// A subsystem with a missing meter is absent; what it used then remains in unexplained.
template <class Unit, class Sums, class ValueOf>
void fill_parts(Sums& sums, const SiteModel& model, const ValueOf& value_of) {
  for (const auto& source : model.sources()) {
    sums.sources[static_cast<std::size_t>(source.role)] = evaluate(source.sum, value_of, Unit{});
  }
  const bool balanced = sums.facility && sums.it;
  auto rest = balanced ? std::optional(*sums.facility - *sums.it) : std::nullopt;
  for (const auto& part : model.subsystems()) {
    auto& overhead = sums.overhead[static_cast<std::size_t>(part.subsystem)];
    overhead = evaluate(part.sum, value_of, Unit{});
    if (rest && overhead) *rest -= *overhead;
  }
  sums.overhead[static_cast<std::size_t>(Subsystem::unexplained)] = rest;
}

Period unite(const std::optional<Period>& gap, const Period& other) {
  if (!gap) return other;
  return {std::min(gap->start, other.start), std::max(gap->end, other.end)};
}

void judge_quality(SiteInterval& closed, const SiteModel& model) {
  closed.quality = energy::Quality::measured;
  for (const auto id : model.required()) {
    if (!model.in_place(id, closed.interval)) continue;
    const auto& meter = closed.meters[id.index];
    closed.quality = std::max(closed.quality, meter.quality);
    if (meter.gap) closed.gap = unite(closed.gap, *meter.gap);
    closed.unconfirmed = closed.unconfirmed || meter.unconfirmed;
  }
}

/// One reading of the meters of an interval: what is not in place counts as 0, what is missing is
/// absent.
template <class Part>
auto energies(const SiteInterval& closed, const SiteModel& model, Part part) {
  return [&closed, &model, part](MeterId id) -> std::optional<Joules> {
    if (!model.in_place(id, closed.interval)) return Joules{};
    const auto& meter = closed.meters[id.index];
    if (meter.quality == energy::Quality::missing) return std::nullopt;
    return part(meter);
  };
}

/// The same, but absent also where it was estimated: what stands beside the boundary equation is
/// measured or not known.
template <class Part>
auto measured_energies(const SiteInterval& closed, const SiteModel& model, Part part) {
  return [&closed, &model,
          known = energies(closed, model, part)](MeterId id) -> std::optional<Joules> {
    const bool here = model.in_place(id, closed.interval);
    if (here && closed.meters[id.index].quality == energy::Quality::estimated) return std::nullopt;
    return known(id);
  };
}

/// Role export, and what the grid meters' own export registers counted: another grid meter's import
/// at the same time does not undo it.
std::optional<Joules> exported(const SiteModel& model, const SiteInterval& closed) {
  const auto net = measured_energies(closed, model, [](const auto& meter) { return meter.net(); });
  const auto sent_out =
      measured_energies(closed, model, [](const auto& meter) { return meter.exported; });
  auto sum = energy(model.exported(), net);
  for (const auto& source : model.sources()) {
    if (source.role != Role::grid) continue;
    const bool unknown = std::any_of(source.sum.begin(), source.sum.end(), [&](const auto& term) {
      return model.export_unknown(term.meter) && model.in_place(term.meter, closed.interval);
    });
    if (unknown) return std::nullopt;
    const auto by_grid_meters = energy(source.sum, sent_out);
    if (!sum || !by_grid_meters) return std::nullopt;
    *sum += *by_grid_meters;
  }
  return sum;
}

std::optional<Joules> renewable_used(const SiteInterval& closed, const SiteModel& model) {
  const auto net = measured_energies(closed, model, [](const auto& meter) { return meter.net(); });
  Joules renewable;
  Joules other;
  bool has_renewable = false;
  for (const auto& source : model.sources()) {
    if (source.role == Role::grid) continue;
    const auto generated = energy(source.sum, net);
    if (!generated) return std::nullopt;
    has_renewable = has_renewable || is_renewable(source.role);
    (is_renewable(source.role) ? renewable : other) += *generated;
  }
  if (!has_renewable || !closed.exported) return std::nullopt;
  return used_on_site(renewable, other, *closed.exported);
}

/// Absent for a sum without meters: the site has nothing of the kind.
template <class EnergyOf>
std::optional<Joules> energy_if_any(const SignedSum& sum, const EnergyOf& energy_of) {
  return sum.empty() ? std::nullopt : energy(sum, energy_of);
}

/// Water or heat: before its first meter is in place nobody knows it, and it is not 0.
std::optional<Joules> beside(const SignedSum& sum, const SiteInterval& closed,
                             const SiteModel& model) {
  const auto in_place = [&](const auto& term) {
    return model.in_place(term.meter, closed.interval);
  };
  if (std::none_of(sum.begin(), sum.end(), in_place)) return std::nullopt;
  return energy(sum, energies(closed, model, [](const auto& meter) { return meter.net(); }));
}

void fill_it_levels(SiteInterval& closed, const SiteModel& model) {
  const auto net = energies(closed, model, [](const auto& meter) { return meter.net(); });
  for (int category = 1; category <= it_categories; ++category) {
    const auto& sum = model.it_level_sum(category);
    if (sum) closed.it_levels[static_cast<std::size_t>(category - 1)] = energy(*sum, net);
  }
}

/// What stands beside the boundary equation: none of it decides whether there is a PUE.
void fill_what_is_shown(SiteInterval& closed, const SiteModel& model) {
  const auto net = measured_energies(closed, model, [](const auto& meter) { return meter.net(); });
  const auto in =
      measured_energies(closed, model, [](const auto& meter) { return meter.imported; });
  const auto out =
      measured_energies(closed, model, [](const auto& meter) { return meter.exported; });
  closed.curtailed = energy_if_any(model.curtailed(), net);
  closed.off_site = energy_if_any(model.off_site(), net);
  // A battery's meter is positive into the site: its import register counts discharge.
  closed.battery_discharge = energy_if_any(model.inside_batteries(), in);
  closed.battery_charge = energy_if_any(model.inside_batteries(), out);
  closed.reused_heat = beside(model.reused_heat(), closed, model);
  if (const auto counts = beside(model.water(), closed, model))
    closed.water = energy::volume_of(*counts);
  closed.exported = exported(model, closed);
  closed.renewable_used = renewable_used(closed, model);
}

Joules estimated_part(const SiteInterval& closed, const SiteModel& model, const SignedSum& sum) {
  ExactEnergy part;
  for (const auto& term : sum) {
    const auto& meter = closed.meters[term.meter.index];
    if (meter.quality != energy::Quality::estimated) continue;
    if (model.in_place(term.meter, closed.interval)) part.add_size(term.coefficient, meter.net());
  }
  return part.floor();
}

Joules renewable_unknown(const SiteInterval& closed, const SiteModel& model) {
  Joules unknown;
  for (const auto& renewable : model.renewables()) {
    if (!model.in_place(renewable.meter, closed.interval)) continue;
    const auto quality = closed.meters[renewable.meter.index].quality;
    if (quality != energy::Quality::missing && quality != energy::Quality::estimated) continue;
    unknown += most_possible(microwatts(renewable.max_power), closed.interval.length());
  }
  return unknown;
}

}  // namespace

SiteInterval balance(const SiteModel& model, Period interval, std::uint32_t version,
                     std::vector<energy::IntervalEnergy> meters) {
  SiteInterval closed;
  closed.interval = interval;
  closed.version = version;
  closed.meters = std::move(meters);
  judge_quality(closed, model);
  const auto net = energies(closed, model, [](const auto& meter) { return meter.net(); });
  // Facility and IT only together: one without the other would sooner or later be divided.
  if (closed.quality != energy::Quality::missing) {
    closed.facility = energy(model.facility(), net);
    closed.it = energy(model.it(), net);
    closed.estimated_facility = estimated_part(closed, model, model.facility());
    closed.estimated_it = estimated_part(closed, model, model.it());
  }
  fill_parts<Joules>(closed, model, net);
  fill_it_levels(closed, model);
  fill_what_is_shown(closed, model);
  closed.renewable_unknown = renewable_unknown(closed, model);
  return closed;
}

SitePower balance_power(const SiteModel& model, const std::vector<std::optional<Watts>>& meters,
                        std::optional<UtcTime> at) {
  const auto power_of = [&](MeterId id) -> std::optional<Watts> {
    if (at && !model.in_place(id, *at)) return Watts{};
    return meters[id.index];
  };
  SitePower sums;
  sums.facility = power(model.facility(), power_of);
  sums.it = power(model.it(), power_of);
  fill_parts<Watts>(sums, model, power_of);
  return sums;
}

}  // namespace pue::site
