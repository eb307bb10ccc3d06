#include "energy/pending_boundaries.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "energy/exact.h"
#include "energy/interval_text.h"

namespace pue::energy {
namespace {

// `missing` says "no value": nothing else may look like one.
IntervalEnergy missing(Period interval) { return {interval, Quality::missing, {}, {}, {}}; }

void widen(std::optional<Period>& gap, const std::optional<Period>& other) {
  if (!other) return;
  gap = gap ? Period{std::min(gap->start, other->start), std::max(gap->end, other->end)} : *other;
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
  boundaries_[index++].energies[position(direction)] =
      std::make_unique<const BoundaryEnergy>(energy);
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
  for (std::size_t& index : unsettled_) {
    if (index > 0) --index;
  }
}

IntervalEnergy PendingBoundaries::interval(const Boundary& start, const Boundary& end) const {
  IntervalEnergy result{{start.mark.at.utc, end.mark.at.utc}, Quality::measured, {}, {}, {}};
  IntervalEvidence proof;
  std::int64_t clamped = 0;
  for (const Direction direction : directions) {
    const std::size_t i = position(direction);
    if (!active_[i]) continue;
    const BoundaryEnergy& before = *start.energies[i];
    const BoundaryEnergy& after = *end.energies[i];
    (direction == Direction::imported ? result.imported : result.exported) =
        after.energy - before.energy;
    result.quality = std::max(result.quality, after.before);
    result.resolution = std::max(result.resolution, after.resolution);
    clamped += after.clamped;
    widen(result.gap, before.gap);
    widen(result.gap, after.gap);
    widen(result.gap, after.gap_before);
    proof.directions.push_back(evidence(direction, start, end));
  }
  if (result.gap) result.quality = std::max(result.quality, Quality::recovered);
  if (proof.directions.empty() || result.quality == Quality::missing) {
    return missing(result.interval);
  }
  result.clamped = ceil_to_joules(clamped);
  result.unconfirmed = unconfirmed_;
  result.evidence = SharedEvidence(std::move(proof));
  return result;
}

DirectionEvidence PendingBoundaries::evidence(Direction direction, const Boundary& start,
                                              const Boundary& end) const {
  const BoundaryEnergy& before = *start.energies[position(direction)];
  const BoundaryEnergy& after = *end.energies[position(direction)];
  const auto powered = millijoules_between(start.mark, end.mark, flow(direction));
  return {direction,
          {before.energy, before.bounds},
          {after.energy, after.bounds},
          floor_to_joules(powered),
          end.mark.known - start.mark.known,
          ceil_to_joules(after.clamped)};
}

std::vector<IntervalEnergy> PendingBoundaries::take() { return std::exchange(closed_, {}); }

const PowerMark* PendingBoundaries::find(UtcTime at) const {
  const auto found = std::lower_bound(
      boundaries_.begin(), boundaries_.end(), at,
      [](const Boundary& boundary, UtcTime wanted) { return boundary.mark.at.utc < wanted; });
  return found != boundaries_.end() && found->mark.at.utc == at ? &found->mark : nullptr;
}

void PendingBoundaries::read_boundary(StateReader& in) {
  in.line("boundary");
  Boundary boundary{read_mark(in), {}};
  for (std::size_t i = 0; i < directions.size(); ++i) {
    if (!in.flag()) continue;
    boundary.energies[i] = std::make_unique<const BoundaryEnergy>(read_boundary_energy(in));
    if (unsettled_[i]++ != boundaries_.size()) in.refuse();
  }
  boundaries_.push_back(std::move(boundary));
}

void PendingBoundaries::write(StateWriter& out) const {
  out.line("pending").number(static_cast<std::int64_t>(boundaries_.size()));
  out.number(static_cast<std::int64_t>(closed_.size()));
  for (const Boundary& boundary : boundaries_) {
    write_mark(out.line("boundary"), boundary.mark);
    for (const auto& energy : boundary.energies) {
      out.flag(energy != nullptr);
      if (energy) write_boundary_energy(out, *energy);
    }
  }
  for (const IntervalEnergy& interval : closed_) write_interval(out.line("interval"), interval);
}

void PendingBoundaries::read(StateReader& in) {
  in.line("pending");
  const std::int64_t boundaries = in.number(0, limits::pending_boundaries);
  const std::int64_t closed = in.number(0);
  for (std::int64_t i = 0; i < boundaries && in.ok(); ++i) read_boundary(in);
  for (std::int64_t i = 0; i < closed && in.ok(); ++i) {
    in.line("interval");
    closed_.push_back(read_interval(in));
  }
}

}  // namespace pue::energy
