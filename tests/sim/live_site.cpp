#include "sim/live_site.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pue::sim {

LiveSite::LiveSite(const SiteDescription& site, SimulationState state, SimClock clock)
    : site_(site),
      clock_(clock),
      origins_(std::move(state.origins)),
      truth_(std::move(state.truth)),
      account_(site.plant, state.seed, state.time, state.energies, state.cooling_factor) {
  truth_.note(account_.time(), account_.energies());
  advance();
}

double LiveSite::catch_up() {
  constexpr std::int64_t coarse_s = 60;
  constexpr std::int64_t fine_span_s = 2 * 3600;
  const double now = std::max(clock_.now(), static_cast<double>(account_.time()));
  const auto second = static_cast<std::int64_t>(std::floor(now));
  while (account_.time() < second) {
    const bool coarse = account_.time() < second - fine_span_s;
    const std::int64_t next_minute = (account_.time() / coarse_s + 1) * coarse_s;
    account_.step_to(coarse ? next_minute : account_.time() + 1);
    truth_.note(account_.time(), account_.energies());
  }
  return now - std::floor(now);
}

void LiveSite::advance() {
  const std::lock_guard lock(mutex_);
  catch_up();
}

MeterValues LiveSite::read(std::size_t meter) {
  const std::lock_guard lock(mutex_);
  const auto moment = account_.at_part(catch_up());
  const auto& description = site_.meters.at(meter);
  const auto origin = origins_.find(description.name);
  return meter_values(description, moment,
                      origin == origins_.end() ? RegisterOrigin{} : origin->second);
}

void LiveSite::reset_registers(std::size_t meter) {
  const std::lock_guard lock(mutex_);
  const auto moment = account_.at_part(catch_up());
  const auto& description = site_.meters.at(meter);
  origins_[description.name] = reset_origin(description, moment.energies);
}

void LiveSite::set_cooling_factor(double factor) {
  const std::lock_guard lock(mutex_);
  catch_up();
  account_.set_cooling_factor(factor);
}

LiveSite::Present LiveSite::present() {
  const std::lock_guard lock(mutex_);
  catch_up();
  return {account_.time(), account_.cooling_factor(), account_.power(), account_.energies()};
}

std::optional<SiteEnergy> LiveSite::site_energy_at(std::int64_t t) {
  const std::lock_guard lock(mutex_);
  catch_up();
  return truth_.site_at(t);
}

std::optional<SignalEnergies> LiveSite::energies_at(std::int64_t t) {
  const std::lock_guard lock(mutex_);
  catch_up();
  return truth_.signals_at(t);
}

SimulationState LiveSite::state() {
  const std::lock_guard lock(mutex_);
  catch_up();
  return {account_.seed(),     account_.time(), account_.cooling_factor(),
          account_.energies(), origins_,        truth_};
}

}  // namespace pue::sim
