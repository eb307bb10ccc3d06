#include "energy/evidence.h"

#include <algorithm>

#include "energy/meter_tracker.h"

namespace pue::energy {
namespace {

bool holds(const BoundaryEvidence& boundary, UtcTime at) {
  if (!boundary.bounds) return true;
  const RegisterBounds& b = *boundary.bounds;
  const Joules least = b.base + std::min(b.step, Joules{}) - b.below;
  const Joules most = b.base + std::max(b.step, Joules{}) + b.above + b.withheld;
  return b.before.at <= at && at <= b.after.at && least <= boundary.x && boundary.x <= most;
}

Joules claimed(Direction direction, const IntervalEnergy& interval) {
  return direction == Direction::imported ? interval.imported : interval.exported;
}

}  // namespace

bool SharedEvidence::operator==(const SharedEvidence& other) const {
  if (evidence_ == other.evidence_) return true;
  return evidence_ && other.evidence_ && *evidence_ == *other.evidence_;
}

bool proves(const SharedEvidence& evidence, const IntervalEnergy& interval) {
  if (interval.quality == Quality::missing) return true;
  if (!evidence) return false;
  const auto proven = [&](Direction direction) {
    const auto& all = evidence->directions;
    const auto own = std::find_if(all.begin(), all.end(), [&](const DirectionEvidence& one) {
      return one.direction == direction;
    });
    const Joules energy = claimed(direction, interval);
    if (own == all.end()) return energy == Joules{};
    return energy == own->end.x - own->start.x && holds(own->start, interval.interval.start) &&
           holds(own->end, interval.interval.end);
  };
  return std::all_of(directions.begin(), directions.end(), proven);
}

}  // namespace pue::energy
