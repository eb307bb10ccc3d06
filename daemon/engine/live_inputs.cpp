#include "engine/live_inputs.h"

#include <algorithm>

namespace pue::engine {
namespace {

bool has_power_point(const MeterConnection& connection) {
  return std::any_of(connection.points.begin(), connection.points.end(), [](const auto& point) {
    return point.quantity == meter::Quantity::active_power_w;
  });
}

LiveAbsence absence(const LiveFigures& live, std::optional<Watts> least_it) {
  if (!live.stale_meters.empty() || !live.power.facility || !live.power.it)
    return LiveAbsence::stale_input;
  if (live.power.it->value <= 0) return LiveAbsence::it_load_low;
  if (least_it && *live.power.it < *least_it) return LiveAbsence::it_load_low;
  return LiveAbsence::none;
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
  LiveFigures live;
  live.power = site::balance_power(model, powers, now.utc);
  std::vector<MeterId> in_place;
  for (const auto meter : model.required())
    if (model.in_place(meter, {now.utc, now.utc + Duration{1}})) in_place.push_back(meter);
  for (const auto meter : in_place) {
    if (!has_power_point(settings.connections[meter.index])) {
      live.absent_because = LiveAbsence::no_power_point;
      return live;
    }
    if (!powers[meter.index]) live.stale_meters.push_back(settings.site.meters[meter.index].name);
  }
  live.absent_because = absence(live, least_it_power(settings.site.facts));
  if (live.stale_meters.empty()) live.skew = skew(in_place);
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
