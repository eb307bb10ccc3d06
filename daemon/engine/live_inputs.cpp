#include "engine/live_inputs.h"

#include <algorithm>
#include <chrono>

#include "engine/live_side.h"

namespace pue::engine {
namespace {

constexpr auto longest_estimate = std::chrono::hours{1};

LiveAbsence absence(const LiveFigures& live, std::optional<Watts> least_it) {
  if (!live.stale_meters.empty()) return LiveAbsence::stale_input;
  if (!live.power.facility || !live.power.it) return LiveAbsence::no_power_point;
  if (live.power.it->value <= 0) return LiveAbsence::it_load_low;
  if (least_it && *live.power.it < *least_it) return LiveAbsence::it_load_low;
  return LiveAbsence::none;
}

bool in_place(const site::SiteModel& model, MeterId meter, Moment at) {
  return model.in_place(meter, {at.utc, at.utc + Duration{1}});
}

bool contains(const std::vector<MeterId>& meters, MeterId meter) {
  return std::find(meters.begin(), meters.end(), meter) != meters.end();
}

/// The side is absent, and the meter is part of it.
bool lacks(const LiveSide& side, const site::SignedSum& sum, MeterId meter) {
  return !side.power &&
         std::any_of(sum.begin(), sum.end(), [&](const auto& term) { return term.meter == meter; });
}

/// Facility and IT may hold estimates, the parts never do; so the rest of them is taken anew.
void explain(site::SitePower& power) {
  auto& rest = power.overhead[static_cast<std::size_t>(site::Subsystem::unexplained)];
  rest.reset();
  if (!power.facility || !power.it) return;
  auto left = *power.facility - *power.it;
  for (const auto& part : power.overhead)
    if (part) left -= *part;
  rest = left;
}

bool good(const energy::IntervalEnergy& energy) {
  using energy::Quality;
  return energy.quality != Quality::missing && energy.quality != Quality::estimated && !energy.gap;
}

}  // namespace

void LiveInputs::answered(MeterId meter, Moment at) {
  auto& newest = meters_[meter.index].answered;
  if (!newest || *newest < at) newest = at;
}

void LiveInputs::power(MeterId meter, Moment at, Watts power) {
  meters_[meter.index].powered = at;
  meters_[meter.index].power = power;
}

void LiveInputs::no_power(MeterId meter) { meters_[meter.index].powered.reset(); }

/// Over an interval in which the clock was set more or less time has passed than it is long.
void LiveInputs::closed(const site::SiteInterval& closed, Moment now) {
  if (closed.clock_stepped) return;
  const auto end = now.mono - (now.utc - closed.interval.end);
  const auto seconds = std::chrono::duration<double>(closed.interval.length()).count();
  for (std::size_t i = 0; i < std::min(meters_.size(), closed.meters.size()); ++i) {
    auto& mean = meters_[i].mean;
    if (!good(closed.meters[i]) || (mean && mean->end > end)) continue;
    mean = Mean{end, Watts{static_cast<double>(closed.meters[i].net().count) / seconds}};
  }
}

std::optional<Watts> LiveInputs::last_mean(MeterId meter, MonoTime now) const {
  const auto& mean = meters_[meter.index].mean;
  if (!mean || now - mean->end > longest_estimate) return std::nullopt;
  return mean->power;
}

std::optional<Watts> LiveInputs::fresh_power(MeterId meter, MonoTime now,
                                             Duration stale_after) const {
  const auto& newest = meters_[meter.index];
  if (!newest.powered || now - newest.powered->mono > stale_after) return std::nullopt;
  return newest.power;
}

bool LiveInputs::up(MeterId meter, MonoTime now, Duration stale_after) const {
  const auto& newest = meters_[meter.index].answered;
  return newest && now - newest->mono <= stale_after;
}

std::optional<UtcTime> LiveInputs::last_answer(MeterId meter) const {
  const auto& newest = meters_[meter.index].answered;
  if (!newest) return std::nullopt;
  return newest->utc;
}

std::optional<Duration> LiveInputs::skew(const std::vector<MeterId>& meters) const {
  std::optional<MonoTime> oldest, newest;
  for (const auto meter : meters) {
    const auto& at = meters_[meter.index].powered;
    if (!at) return std::nullopt;
    oldest = std::min(oldest.value_or(at->mono), at->mono);
    newest = std::max(newest.value_or(at->mono), at->mono);
  }
  if (!oldest) return std::nullopt;
  return *newest - *oldest;
}

std::vector<std::optional<Watts>> LiveInputs::fresh_powers(MonoTime now,
                                                           Duration stale_after) const {
  std::vector<std::optional<Watts>> powers;
  for (std::uint32_t i = 0; i < meters_.size(); ++i)
    powers.push_back(fresh_power(MeterId{i}, now, stale_after));
  return powers;
}

LiveFigures LiveInputs::figures(const Settings& settings, const site::SiteModel& model,
                                Moment now) const {
  const auto powers = fresh_powers(now.mono, settings.stale_after);
  const auto fresh = [&](MeterId id) {
    return in_place(model, id, now) ? powers[id.index] : Watts{};
  };
  const auto mean = [&](MeterId id) { return last_mean(id, now.mono); };
  const auto facility = live_side(model.facility(), fresh, mean);
  const auto it = live_side(model.it(), fresh, mean);
  LiveFigures live;
  live.power = site::balance_power(model, powers, now.utc);
  live.power.facility = facility.power;
  live.power.it = it.power;
  explain(live.power);

  std::vector<MeterId> entered;
  for (const auto id : model.required()) {
    if (!in_place(model, id, now)) continue;
    const auto& name = settings.site.meters[id.index].name;
    const bool has_power = meter::tells_power(settings.connections[id.index].points);
    if (powers[id.index]) {
      entered.push_back(id);
      if (!has_power) live.derived_meters.push_back(name);
      continue;
    }
    if (contains(facility.estimated, id) || contains(it.estimated, id))
      live.estimated_meters.push_back(name);
    if (lacks(facility, model.facility(), id) || lacks(it, model.it(), id))
      if (has_power || !up(id, now.mono, settings.stale_after)) live.stale_meters.push_back(name);
  }
  live.absent_because = absence(live, least_it_power(settings.site.facts));
  if (facility.power && it.power) live.skew = skew(entered);
  if (live.absent_because == LiveAbsence::none)
    live.pue = live.power.facility->value / live.power.it->value;
  return live;
}

std::optional<Watts> least_it_power(const site::SiteFacts& facts) {
  if (facts.min_it_power) return facts.min_it_power;
  if (facts.design_it_power) return 0.05 * *facts.design_it_power;
  return std::nullopt;
}

}  // namespace pue::engine
