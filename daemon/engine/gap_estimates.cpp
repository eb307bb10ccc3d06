#include "engine/gap_estimates.h"

#include <utility>

namespace pue::engine {
namespace {

using energy::IntervalEnergy;
using energy::Quality;

// Up to here a gap is short: a load goes on about as before.
constexpr auto short_gap = std::chrono::hours{1};

IntervalEnergy missing(Period interval) {
  IntervalEnergy result;
  result.interval = interval;
  return result;
}

IntervalEnergy by_past(const energy::MeterPast& past, Period interval) {
  return past.same_hours(interval).value_or(missing(interval));
}

std::vector<IntervalEnergy> by_past(const energy::MeterPast& past,
                                    const std::vector<Period>& intervals) {
  std::vector<IntervalEnergy> result;
  for (const auto& interval : intervals) result.push_back(by_past(past, interval));
  return result;
}

}  // namespace

GapEstimates::GapEstimates(const Settings& settings, const site::SiteModel& model)
    : meters_(settings.site.meters.size()) {
  for (const auto meter : model.required())
    meters_[meter.index] = Meter{energy::MeterPast(settings.site.zone), {}};
}

GapEstimates::Meter* GapEstimates::input(MeterId meter) {
  auto& found = meters_[meter.index];
  return found ? &*found : nullptr;
}

std::vector<IntervalEnergy> GapEstimates::settle(MeterId meter, const IntervalEnergy& energy) {
  auto* of = input(meter);
  if (of == nullptr) return {energy};
  return energy.quality == Quality::missing ? lengthen_gap(*of, energy) : end_gap(*of, energy);
}

std::vector<IntervalEnergy> GapEstimates::end_gap(Meter& of, const IntervalEnergy& measured) {
  std::vector<IntervalEnergy> final;
  const auto missing = std::exchange(of.gap.missing, {});
  const bool adjoins = !missing.empty() && missing.back().end == measured.interval.start;
  if (adjoins) {
    final = on_a_line(*of.gap.before, measured, static_cast<int>(missing.size()));
  } else {
    final = by_past(of.past, missing);
  }
  of.past.remember(measured);
  of.gap.before = measured;
  of.gap.before->evidence = {};
  final.push_back(measured);
  return final;
}

std::vector<IntervalEnergy> GapEstimates::lengthen_gap(Meter& of, const IntervalEnergy& lost) {
  auto& gap = of.gap;
  gap.missing.push_back(lost.interval);
  const bool is_short = gap.before && gap.before->interval.end == gap.missing.front().start &&
                        lost.interval.end - gap.before->interval.end <= short_gap;
  if (is_short) return {};
  gap.before.reset();
  return by_past(of.past, std::exchange(gap.missing, {}));
}

IntervalEnergy GapEstimates::provisional(MeterId meter, const IntervalEnergy& by_power) const {
  const auto& of = meters_[meter.index];
  if (!of || by_power.quality != Quality::missing) return by_power;
  const Period& interval = by_power.interval;
  const auto& before = of->gap.before;
  const bool is_short = before && before->interval.end <= interval.start &&
                        interval.end - before->interval.end <= short_gap;
  if (is_short) return energy::estimate(interval, before->imported, before->exported);
  return by_past(of->past, interval);
}

void GapEstimates::recall(MeterId meter, const IntervalEnergy& stored) {
  auto* of = input(meter);
  if (of != nullptr && energy::is_measured(stored)) of->past.remember(stored);
}

OpenGap GapEstimates::open_gap(MeterId meter) const {
  const auto& of = meters_[meter.index];
  return of ? of->gap : OpenGap{};
}

void GapEstimates::restore(MeterId meter, OpenGap gap) {
  if (auto* of = input(meter)) of->gap = std::move(gap);
}

}  // namespace pue::engine
