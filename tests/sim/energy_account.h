// The true energies: every signal's power integrated over whole seconds, import and export apart.
// Knows neither meters nor registers nor a clock; it is told how far to go.
#pragma once

#include <array>
#include <cstdint>

#include "sim/site_power.h"

namespace pue::sim {

/// Joules by signal since the simulated time began.
struct SignalEnergies {
  std::array<double, signal_count> import_j{};
  std::array<double, signal_count> export_j{};
  double import(Signal s) const { return import_j[static_cast<std::size_t>(s)]; }
  double exported(Signal s) const { return export_j[static_cast<std::size_t>(s)]; }
};

/// Grid import − export + PV, J.
double facility_energy_j(const SignalEnergies& energies);
/// Both UPS outputs, J.
double it_energy_j(const SignalEnergies& energies);

/// A power that goes linearly from `from_w` to `to_w` in `seconds`: its energy in and out, J.
struct EnergyStep {
  double import_j = 0;
  double export_j = 0;
};
EnergyStep linear_step(double from_w, double to_w, double seconds);

class EnergyAccount {
 public:
  /// Starts at `time` (whole seconds since 1970) with `energies`.
  EnergyAccount(Plant plant, std::uint64_t seed, std::int64_t time, SignalEnergies energies,
                double cooling_factor);

  std::int64_t time() const { return time_; }
  const SignalEnergies& energies() const { return energies_; }
  double cooling_factor() const { return cooling_factor_; }
  std::uint64_t seed() const { return seed_; }
  const SitePower& power() const { return power_; }

  /// One trapezoid from time() to `until` ≥ time(); at most 60 s keeps the integral exact enough.
  void step_to(std::int64_t until);
  /// Takes effect on the powers after the present second.
  void set_cooling_factor(double factor) { cooling_factor_ = factor; }

  /// Power at time() + part, 0 ≤ part < 1 s, between the whole seconds on a straight line, and the
  /// energies up to then.
  struct Moment {
    SitePower power;
    SignalEnergies energies;
  };
  Moment at_part(double part) const;

 private:
  Plant plant_;
  std::uint64_t seed_;
  std::int64_t time_;
  SignalEnergies energies_;
  double cooling_factor_;
  SitePower power_;       // at time_
  SitePower next_power_;  // at time_ + 1 s
};

}  // namespace pue::sim
