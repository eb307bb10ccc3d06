#include "kpi/period_sums.h"

#include <algorithm>
#include <cstdlib>

#include "kpi/carbon.h"

namespace pue::kpi {
namespace {

using energy::Quality;

Joules magnitude(Joules energy) { return Joules{std::abs(energy.count)}; }

void add(std::optional<Joules>& sum, const std::optional<Joules>& part) {
  if (part) sum = sum.value_or(Joules{}) + *part;
}

template <std::size_t n>
void add(std::array<std::optional<Joules>, n>& sums,
         const std::array<std::optional<Joules>, n>& parts) {
  for (std::size_t i = 0; i < n; ++i) add(sums[i], parts[i]);
}

BoundBy bound_by(Quality quality) {
  switch (quality) {
    case Quality::measured:
    case Quality::recovered:
    case Quality::edited:
      return BoundBy::own_register;
    case Quality::substituted:
      return BoundBy::second_meter;
    case Quality::integrated:
    case Quality::estimated:
    case Quality::missing:
      break;
  }
  return BoundBy::nothing;
}

MeterSum sum_of(const energy::IntervalEnergy& meter) {
  MeterSum sum;
  sum.worst = meter.quality;
  if (meter.quality == Quality::missing) return sum;
  sum.begins = sum.ends = bound_by(meter.quality);
  // A person's readings end one register and begin another within the interval.
  if (sum.begins != BoundBy::nothing) sum.runs = meter.quality == Quality::edited ? 2 : 1;
  if (meter.quality == Quality::substituted) sum.substituted = meter.net();
  sum.net = meter.net();
  sum.clamped = meter.clamped;
  sum.resolution = meter.resolution;
  if (meter.quality == Quality::integrated) sum.integrated = magnitude(meter.net());
  if (meter.quality == Quality::estimated) sum.estimated = magnitude(meter.net());
  return sum;
}

void add(MeterSum& sum, const MeterSum& later, bool adjoining) {
  const bool joined = adjoining && sum.ends == later.begins && sum.ends != BoundBy::nothing;
  sum.runs += later.runs - (joined ? 1 : 0);
  sum.ends = later.ends;
  sum.net += later.net;
  sum.integrated += later.integrated;
  sum.estimated += later.estimated;
  sum.substituted += later.substituted;
  sum.clamped += later.clamped;
  sum.resolution = std::max(sum.resolution, later.resolution);
  sum.worst = std::max(sum.worst, later.worst);
}

void add(std::vector<MeterSum>& sums, const std::vector<MeterSum>& later, bool adjoining) {
  if (sums.size() != later.size()) return sums.clear();
  for (std::size_t i = 0; i < sums.size(); ++i) add(sums[i], later[i], adjoining);
}

/// A level that one side does not know is unknown for both together; a side without usable
/// intervals has nothing to say.
void add_levels(PeriodSums& sums, const PeriodSums& later) {
  if (later.usable == Duration{0}) return;
  const bool first = sums.usable == Duration{0};
  for (std::size_t i = 0; i < sums.it_levels.size(); ++i) {
    if (first) {
      sums.it_levels[i] = later.it_levels[i];
    } else if (sums.it_levels[i] && later.it_levels[i]) {
      *sums.it_levels[i] += *later.it_levels[i];
    } else {
      sums.it_levels[i].reset();
    }
  }
}

void add_gap(std::vector<PeriodSums::Spanning>& gaps, const PeriodSums::Spanning& later) {
  const auto same = std::find_if(gaps.begin(), gaps.end(),
                                 [&](const auto& known) { return known.gap == later.gap; });
  if (same == gaps.end())
    gaps.push_back(later);
  else
    same->length += later.length;
}

void settle_gaps(PeriodSums& sums) {
  const auto inside = [&](const PeriodSums::Spanning& one) { return sums.span.contains(one.gap); };
  for (const auto& one : sums.spanning)
    if (inside(one)) sums.covered += one.length;
  sums.spanning.erase(std::remove_if(sums.spanning.begin(), sums.spanning.end(), inside),
                      sums.spanning.end());
}

void add_supply(PeriodSums& sums, const site::SiteInterval& interval) {
  const BatteryShift moved{interval.battery_load,
                           {interval.battery_renewable_low, interval.battery_renewable_high}};
  sums.renewable = renewable_sums(interval, moved);
  const auto from_grid = grid_load(interval);
  sums.grid_load_known = from_grid.has_value();
  sums.grid_load = from_grid.value_or(Joules{});
  const auto genset = interval.sources[static_cast<std::size_t>(site::Role::genset)];
  sums.genset = std::max(genset.value_or(Joules{}), Joules{});
}

}  // namespace

PeriodSums sums_of(const site::SiteInterval& interval, std::span<const MeterId> inputs) {
  PeriodSums sums;
  sums.span = interval.interval;
  sums.closed = interval.interval.length();
  const bool known = !interval.meters.empty();
  sums.meters.resize(known ? inputs.size() : 0);
  if (!interval.usable()) return sums;
  sums.usable = sums.closed;
  sums.runs = 1;
  sums.begins_usable = sums.ends_usable = true;
  if (interval.coverable()) {
    if (interval.gap)
      sums.spanning.push_back({*interval.gap, sums.closed});
    else
      sums.covered = sums.closed;
    settle_gaps(sums);
  }
  sums.facility = interval.facility;
  sums.it = interval.it;
  sums.overhead = interval.overhead;
  sums.sources = interval.sources;
  sums.it_levels = interval.it_levels;
  sums.estimated_facility = interval.estimated_facility;
  sums.estimated_it = interval.estimated_it;
  sums.storage_net = magnitude(interval.battery_discharge.value_or(Joules{}) -
                               interval.battery_charge.value_or(Joules{}));
  add_supply(sums, interval);
  sums.side = side_sums(interval);
  for (std::size_t i = 0; i < sums.meters.size(); ++i)
    sums.meters[i] = sum_of(interval.meters[inputs[i].index]);
  return sums;
}

void append(PeriodSums& earlier, const PeriodSums& later) {
  if (later.empty()) return;
  if (earlier.empty()) {
    earlier = later;
    return;
  }
  const bool adjoining = earlier.span.end == later.span.start;
  const bool joined = adjoining && earlier.ends_usable && later.begins_usable;
  earlier.runs += later.runs - (joined ? 1 : 0);
  earlier.ends_usable = later.ends_usable;
  add_levels(earlier, later);
  earlier.span.end = later.span.end;
  earlier.closed += later.closed;
  earlier.usable += later.usable;
  earlier.covered += later.covered;
  for (const auto& one : later.spanning) add_gap(earlier.spanning, one);
  settle_gaps(earlier);
  add(earlier.facility, later.facility);
  add(earlier.it, later.it);
  add(earlier.overhead, later.overhead);
  add(earlier.sources, later.sources);
  earlier.estimated_facility += later.estimated_facility;
  earlier.estimated_it += later.estimated_it;
  earlier.storage_net += later.storage_net;
  earlier.renewable += later.renewable;
  earlier.side += later.side;
  earlier.grid_load += later.grid_load;
  earlier.genset += later.genset;
  earlier.grid_load_known = earlier.grid_load_known && later.grid_load_known;
  add(earlier.meters, later.meters, adjoining);
}

void append(std::vector<MeterSum>& earlier, const site::SiteInterval& later,
            std::span<const MeterId> inputs, bool adjoining) {
  if (later.meters.empty() || earlier.size() != inputs.size()) return earlier.clear();
  if (!later.usable()) {
    for (auto& sum : earlier) sum.ends = BoundBy::nothing;
    return;
  }
  for (std::size_t i = 0; i < earlier.size(); ++i)
    add(earlier[i], sum_of(later.meters[inputs[i].index]), adjoining);
}

Duration covered_in(const PeriodSums& sums, const Period& window) {
  Duration covered = sums.covered;
  for (const auto& one : sums.spanning)
    if (window.contains(one.gap)) covered += one.length;
  return covered;
}

}  // namespace pue::kpi
