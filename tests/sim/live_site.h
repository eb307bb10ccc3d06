// The simulated site in real time, shared by the server threads: every question first brings the
// energies up to the present second. One lock; nothing in it waits.
#pragma once

#include <mutex>
#include <optional>

#include "sim/meters.h"
#include "sim/sim_clock.h"
#include "sim/site_description.h"
#include "sim/state_file.h"

namespace pue::sim {

class LiveSite {
 public:
  /// Continues `state`; the time between it and now is integrated here, in steps of 60 s up to two
  /// hours ago and of 1 s from there. `site` must outlive this.
  LiveSite(const SiteDescription& site, SimulationState state, SimClock clock);

  const SiteDescription& site() const { return site_; }
  double speed() const { return clock_.speed(); }

  void advance();
  MeterValues read(std::size_t meter);
  void reset_registers(std::size_t meter);
  void set_cooling_factor(double factor);

  /// Everything that a report needs, taken at one whole second.
  struct Present {
    std::int64_t time = 0;
    double cooling_factor = 1;
    SitePower power;
    SignalEnergies energies;
  };
  Present present();
  std::optional<SiteEnergy> site_energy_at(std::int64_t t);
  std::optional<SignalEnergies> energies_at(std::int64_t t);
  SimulationState state();

 private:
  double catch_up();  // to the present second; returns the part of the second that has passed

  const SiteDescription& site_;
  SimClock clock_;
  std::mutex mutex_;
  std::map<std::string, RegisterOrigin> origins_;
  TruthRecord truth_;
  EnergyAccount account_;
};

}  // namespace pue::sim
