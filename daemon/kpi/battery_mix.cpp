#include "kpi/battery_mix.h"

#include <algorithm>

#include "energy/exact.h"

namespace pue::kpi {
namespace {

constexpr std::int64_t one = 1'000'000;

/// part · numerator / denominator, rounded down; denominator > 0.
Joules share_of(Joules part, Joules numerator, Joules denominator) {
  return Joules{energy::scaled(part.count, numerator.count, denominator.count)};
}

/// The renewable part of what is kept of a supply: never more than there was.
Joules renewable_part(Joules kept, Joules renewable, Joules supply) {
  const auto there = std::clamp(renewable, Joules{}, supply);
  return std::min(share_of(kept, there, supply), there);
}

}  // namespace

std::optional<BatteryFlow> battery_flow(const site::SiteInterval& closed) {
  if (!closed.battery_charge || !closed.battery_discharge) return std::nullopt;
  BatteryFlow flow;
  flow.charge = *closed.battery_charge;
  flow.discharge = *closed.battery_discharge;
  flow.renewable.low = closed.renewable_used.value_or(Joules{});
  flow.renewable.high = flow.renewable.low + closed.renewable_unknown;
  if (!closed.usable()) return flow;
  Joules supply;
  for (const auto& source : closed.sources) supply += source.value_or(Joules{});
  flow.supply = supply;
  return flow;
}

BatteryShift BatteryStep::shift() const {
  return {given.energy - kept.energy, given.renewable - kept.renewable};
}

std::optional<BatteryMix> BatteryMix::restore(BatteryRules rules, const StoredEnergy& state) {
  const auto& [low, high] = state.renewable;
  if (low < Joules{} || high < low || state.energy < high) return std::nullopt;
  BatteryMix mix(rules);
  mix.held_ = state;
  return mix;
}

StoredEnergy BatteryMix::keep(const BatteryFlow& flow, Joules discharge) {
  StoredEnergy kept;
  const auto charge = std::max(flow.charge, Joules{});
  kept.energy = Joules{energy::scaled(charge.count, rules_.efficiency.count, one)};
  if (rules_.capacity) {
    const auto room = std::max(*rules_.capacity + discharge - held_.energy, Joules{});
    kept.energy = std::min(kept.energy, room);
  }
  if (!flow.supply) {
    kept.renewable = {Joules{}, kept.energy};
  } else if (*flow.supply > Joules{}) {
    kept.renewable = {renewable_part(kept.energy, flow.renewable.low, *flow.supply),
                      renewable_part(kept.energy, flow.renewable.high, *flow.supply)};
  }
  held_.energy += kept.energy;
  held_.renewable += kept.renewable;
  return kept;
}

StoredEnergy BatteryMix::give(Joules discharge) {
  StoredEnergy given;
  given.energy = std::min(discharge, held_.energy);
  if (given.energy == Joules{}) return given;
  given.renewable = {share_of(held_.renewable.low, given.energy, held_.energy),
                     share_of(held_.renewable.high, given.energy, held_.energy)};
  held_.energy -= given.energy;
  held_.renewable -= given.renewable;
  return given;
}

BatteryStep BatteryMix::step(const BatteryFlow& flow) {
  const auto discharge = std::max(flow.discharge, Joules{});
  BatteryStep step;
  step.kept = keep(flow, discharge);
  step.lost = std::max(flow.charge, Joules{}) - step.kept.energy;
  step.given = give(discharge);
  step.untracked = discharge - step.given.energy;
  return step;
}

}  // namespace pue::kpi
