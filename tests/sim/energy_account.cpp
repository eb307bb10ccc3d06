#include "sim/energy_account.h"

#include <utility>

namespace pue::sim {
namespace {

void add_step(const SitePower& from, const SitePower& to, double seconds,
              SignalEnergies& energies) {
  for (std::size_t i = 0; i < signal_count; ++i) {
    const EnergyStep step = linear_step(from.watts[i], to.watts[i], seconds);
    energies.import_j[i] += step.import_j;
    energies.export_j[i] += step.export_j;
  }
}

}  // namespace

double facility_energy_j(const SignalEnergies& e) {
  return e.import(Signal::grid) - e.exported(Signal::grid) + e.import(Signal::pv);
}

double it_energy_j(const SignalEnergies& e) {
  return e.import(Signal::ups_a_out) + e.import(Signal::ups_b_out);
}

EnergyStep linear_step(double from_w, double to_w, double seconds) {
  const double net = 0.5 * (from_w + to_w) * seconds;
  if (from_w >= 0 && to_w >= 0) return {net, 0};
  if (from_w <= 0 && to_w <= 0) return {0, -net};
  const double high = from_w > to_w ? from_w : to_w;
  const double low = from_w > to_w ? to_w : from_w;
  const double above = 0.5 * high * high / (high - low) * seconds;  // triangle over zero
  return {above, above - net};
}

EnergyAccount::EnergyAccount(Plant plant, std::uint64_t seed, std::int64_t time,
                             SignalEnergies energies, double cooling_factor)
    : plant_(plant),
      seed_(seed),
      time_(time),
      energies_(energies),
      cooling_factor_(cooling_factor) {
  const auto t = static_cast<double>(time_);
  power_ = site_power(plant_, seed_, t, cooling_factor_);
  next_power_ = site_power(plant_, seed_, t + 1, cooling_factor_);
}

void EnergyAccount::step_to(std::int64_t until) {
  if (until <= time_) return;
  const auto t = static_cast<double>(until);
  const bool one_second = until == time_ + 1;
  const SitePower end = one_second ? next_power_ : site_power(plant_, seed_, t, cooling_factor_);
  add_step(power_, end, static_cast<double>(until - time_), energies_);
  power_ = end;
  next_power_ = site_power(plant_, seed_, t + 1, cooling_factor_);
  time_ = until;
}

EnergyAccount::Moment EnergyAccount::at_part(double part) const {
  Moment moment{power_, energies_};
  for (std::size_t i = 0; i < signal_count; ++i)
    moment.power.watts[i] += part * (next_power_.watts[i] - power_.watts[i]);
  add_step(power_, moment.power, part, moment.energies);
  return moment;
}

}  // namespace pue::sim
