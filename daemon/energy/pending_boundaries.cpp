#include "energy/pending_boundaries.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace pue::energy {
namespace {

// `missing` says "no value": nothing else may look like one.
IntervalEnergy missing(Period interval) { return {interval, Quality::missing, {}, {}, {}}; }

void widen(std::optional<Period>& gap, const std::optional<Period>& other) {
  if (!other) return;
  gap = gap ? Period{std::min(gap->start, other->start), std::max(gap->end, other->end)} : *other;
}

void write_period(StateWriter& out, const Period& period) {
  out.number(period.start.time_since_epoch().count()).number(period.end.time_since_epoch().count());
}

Period read_period(StateReader& in) {
  const UtcTime start{Duration{in.number()}};
  return {start, UtcTime{Duration{in.number()}}};
}

Quality read_quality(StateReader& in) {
  return static_cast<Quality>(in.number(0, static_cast<int>(Quality::missing)));
}

}  // namespace

bool PendingBoundaries::add(const PowerMark& mark) {
  if (!boundaries_.empty() && mark.at.utc <= boundaries_.back().mark.at.utc) return false;
  boundaries_.push_back({mark, {}});
  if (boundaries_.size() > limits::pending_boundaries) {
    closed_.push_back(missing({boundaries_[0].mark.at.utc, boundaries_[1].mark.at.utc}));
    drop_oldest();
  }
  close_settled();
  return true;
}

const PowerMark* PendingBoundaries::unsettled(Direction direction) const {
  const std::size_t index = unsettled_[position(direction)];
  return index < boundaries_.size() ? &boundaries_[index].mark : nullptr;
}

void PendingBoundaries::settle(Direction direction, const BoundaryEnergy& energy) {
  std::size_t& index = unsettled_[position(direction)];
  boundaries_[index++].energies[position(direction)] = energy;
  close_settled();
}

bool PendingBoundaries::settled(const Boundary& boundary) const {
  for (std::size_t i = 0; i < active_.size(); ++i) {
    if (active_[i] && !boundary.energies[i]) return false;
  }
  return true;
}

void PendingBoundaries::close_settled() {
  while (boundaries_.size() >= 2 && settled(boundaries_[0]) && settled(boundaries_[1])) {
    closed_.push_back(interval(boundaries_[0], boundaries_[1]));
    drop_oldest();
  }
}

void PendingBoundaries::drop_oldest() {
  boundaries_.pop_front();
  for (std::size_t& index : unsettled_) index -= index > 0 ? 1 : 0;
}

IntervalEnergy PendingBoundaries::interval(const Boundary& start, const Boundary& end) const {
  IntervalEnergy result{{start.mark.at.utc, end.mark.at.utc}, Quality::measured, {}, {}, {}};
  const auto energy = [&](std::size_t i) {
    return active_[i] ? end.energies[i]->energy - start.energies[i]->energy : Joules{};
  };
  result.imported = energy(position(Direction::imported));
  result.exported = energy(position(Direction::exported));
  bool known = false;
  for (std::size_t i = 0; i < active_.size(); ++i) {
    if (!active_[i]) continue;
    known = true;
    widen(result.gap, start.energies[i]->gap);
    widen(result.gap, end.energies[i]->gap);
    result.quality = std::max(result.quality, end.energies[i]->before);
  }
  if (result.gap) result.quality = std::max(result.quality, Quality::recovered);
  return known && result.quality != Quality::missing ? result : missing(result.interval);
}

std::vector<IntervalEnergy> PendingBoundaries::take() { return std::exchange(closed_, {}); }

const PowerMark* PendingBoundaries::find(UtcTime at) const {
  const auto found = std::lower_bound(
      boundaries_.begin(), boundaries_.end(), at,
      [](const Boundary& boundary, UtcTime wanted) { return boundary.mark.at.utc < wanted; });
  return found != boundaries_.end() && found->mark.at.utc == at ? &found->mark : nullptr;
}

void PendingBoundaries::write_boundary(StateWriter& out, const Boundary& boundary) const {
  write_mark(out.line("boundary"), boundary.mark);
  for (const auto& energy : boundary.energies) {
    out.flag(energy.has_value());
    if (!energy) continue;
    out.number(energy->energy.count).number(static_cast<int>(energy->before));
    out.flag(energy->gap.has_value());
    if (energy->gap) write_period(out, *energy->gap);
  }
}

void PendingBoundaries::read_boundary(StateReader& in) {
  in.line("boundary");
  Boundary boundary{read_mark(in), {}};
  for (std::size_t i = 0; i < directions.size(); ++i) {
    if (!in.flag()) continue;
    BoundaryEnergy energy;
    energy.energy.count = in.number();
    energy.before = read_quality(in);
    if (in.flag()) energy.gap = read_period(in);
    boundary.energies[i] = energy;
    if (unsettled_[i]++ != boundaries_.size()) in.refuse();
  }
  boundaries_.push_back(boundary);
}

void PendingBoundaries::read_interval(StateReader& in) {
  in.line("interval");
  IntervalEnergy interval;
  interval.interval = read_period(in);
  interval.quality = read_quality(in);
  interval.imported.count = in.number();
  interval.exported.count = in.number();
  if (in.flag()) interval.gap = read_period(in);
  closed_.push_back(interval);
}

void PendingBoundaries::write(StateWriter& out) const {
  out.line("pending").number(static_cast<std::int64_t>(boundaries_.size()));
  out.number(static_cast<std::int64_t>(closed_.size()));
  for (const Boundary& boundary : boundaries_) write_boundary(out, boundary);
  for (const IntervalEnergy& interval : closed_) {
    write_period(out.line("interval"), interval.interval);
    out.number(static_cast<int>(interval.quality));
    out.number(interval.imported.count).number(interval.exported.count);
    out.flag(interval.gap.has_value());
    if (interval.gap) write_period(out, *interval.gap);
  }
}

void PendingBoundaries::read(StateReader& in) {
  in.line("pending");
  const std::int64_t boundaries = in.number(0, limits::pending_boundaries);
  const std::int64_t closed = in.number(0);
  for (std::int64_t i = 0; i < boundaries && in.ok(); ++i) read_boundary(in);
  for (std::int64_t i = 0; i < closed && in.ok(); ++i) read_interval(in);
}

}  // namespace pue::energy
