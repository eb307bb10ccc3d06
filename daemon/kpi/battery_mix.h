// The batteries inside the boundary as one mixing tank: what is charged takes the mix of the supply
// of that moment, what is discharged has the mix of the tank. It moves renewable energy from the
// time of charge to the time of discharge and makes none; it knows neither shares nor exports.
#pragma once

#include <optional>

#include "kpi/energy_range.h"
#include "kpi/policy.h"
#include "site/balance.h"

namespace pue::kpi {

/// What one interval tells the tank.
struct BatteryFlow {
  Joules charge;
  Joules discharge;
  /// All that the sources supplied, and the renewable part of it; absent when unknown.
  std::optional<Joules> supply;
  EnergyRange renewable;
};
/// Absent when charge or discharge is unknown, or the site has no battery inside: the tank then
/// stays as it is, and what was charged counts when it was charged.
std::optional<BatteryFlow> battery_flow(const site::SiteInterval& closed);

/// Energy in or out of the tank, with its renewable part.
struct StoredEnergy {
  Joules energy;
  EnergyRange renewable;
  bool operator==(const StoredEnergy&) const = default;
};

/// What to add to load (L) and renewable supply (G) of the interval. Over a time in which the tank
/// ends as it began, both sum to nothing.
struct BatteryShift {
  Joules load;
  EnergyRange renewable;
  bool operator==(const BatteryShift&) const = default;
};

struct BatteryStep {
  StoredEnergy kept;   // left the interval for a later one
  StoredEnergy given;  // came from an earlier one
  Joules lost;         // of the charge: stays the interval's own consumption, with its mix
  Joules untracked;    // of the discharge: more than the tank held; no renewable energy is in it
  BatteryShift shift() const;
};

struct BatteryRules {
  /// Of the charge, what will come out again. The default of 90 % is assumed (lithium-ion, both
  /// conversions). Too low: some discharge is untracked, its energy counted when it was charged.
  /// Too high: what never comes out stays in the tank, out of load and supply, up to the capacity.
  Millionths efficiency{900'000};
  /// The most that the batteries hold; beyond it charge is lost. Absent: not bounded.
  std::optional<Joules> capacity;
};

/// Invariants, for all flows: 0 ≤ renewable.low ≤ renewable.high ≤ energy;
/// Σ charge = Σ kept + Σ lost; Σ discharge = Σ given + Σ untracked;
/// Σ kept − Σ given = what the tank holds now − what it held first, in energy and renewable energy.
class BatteryMix {
 public:
  explicit BatteryMix(BatteryRules rules) : rules_(rules) {}
  /// Continues from `state()`; nothing when those integers contradict each other.
  static std::optional<BatteryMix> restore(BatteryRules rules, const StoredEnergy& state);

  /// Charge enters before discharge leaves: the tank mixes what passes within one interval.
  BatteryStep step(const BatteryFlow& flow);
  const StoredEnergy& state() const { return held_; }

 private:
  StoredEnergy keep(const BatteryFlow& flow, Joules discharge);
  StoredEnergy give(Joules discharge);

  BatteryRules rules_;
  StoredEnergy held_;
};

}  // namespace pue::kpi
