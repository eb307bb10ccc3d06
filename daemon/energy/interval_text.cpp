#include "energy/interval_text.h"

#include <utility>

namespace pue::energy {
namespace {

void write_quality(StateWriter& out, Quality quality) { out.number(static_cast<int>(quality)); }

void write_point(StateWriter& out, const RegisterPoint& point) {
  out.utc(point.at).number(point.raw.count);
}

RegisterPoint read_point(StateReader& in) {
  const UtcTime at = in.utc();
  return {at, Joules{in.number()}};
}

void write_bounds(StateWriter& out, const std::optional<RegisterBounds>& bounds) {
  out.flag(bounds.has_value());
  if (!bounds) return;
  write_point(out, bounds->before);
  write_point(out, bounds->after);
  out.number(bounds->base.count).number(bounds->step.count).number(bounds->below.count);
  out.number(bounds->above.count).number(bounds->withheld.count);
}

std::optional<RegisterBounds> read_bounds(StateReader& in) {
  if (!in.flag()) return std::nullopt;
  RegisterBounds bounds;
  bounds.before = read_point(in);
  bounds.after = read_point(in);
  for (Joules* energy :
       {&bounds.base, &bounds.step, &bounds.below, &bounds.above, &bounds.withheld}) {
    energy->count = in.number();
  }
  return bounds;
}

void write_side(StateWriter& out, const BoundaryEvidence& side) {
  write_bounds(out.number(side.x.count), side.bounds);
}

BoundaryEvidence read_side(StateReader& in) {
  const Joules x{in.number()};
  return {x, read_bounds(in)};
}

void write_direction(StateWriter& out, const DirectionEvidence& one) {
  out.line("evidence").flag(one.direction == Direction::exported);
  write_side(out, one.start);
  write_side(out, one.end);
  out.number(one.integral.count).number(one.observed.count()).number(one.clamped.count);
}

DirectionEvidence read_direction(StateReader& in) {
  in.line("evidence");
  DirectionEvidence one;
  one.direction = in.flag() ? Direction::exported : Direction::imported;
  one.start = read_side(in);
  one.end = read_side(in);
  one.integral.count = in.number();
  one.observed = Duration{in.number()};
  one.clamped.count = in.number();
  return one;
}

}  // namespace

void write_period(StateWriter& out, const std::optional<Period>& period) {
  out.flag(period.has_value());
  if (period) out.utc(period->start).utc(period->end);
}

std::optional<Period> read_period(StateReader& in) {
  if (!in.flag()) return std::nullopt;
  const UtcTime start = in.utc();
  return Period{start, in.utc()};
}

Quality read_quality(StateReader& in) {
  return static_cast<Quality>(in.number(0, static_cast<int>(Quality::missing)));
}

void write_boundary_energy(StateWriter& out, const BoundaryEnergy& boundary) {
  write_quality(out.number(boundary.energy.count), boundary.before);
  write_period(out, boundary.gap);
  write_period(out, boundary.gap_before);
  out.number(boundary.clamped).number(boundary.resolution.count);
  write_bounds(out, boundary.bounds);
}

BoundaryEnergy read_boundary_energy(StateReader& in) {
  BoundaryEnergy boundary;
  boundary.energy.count = in.number();
  boundary.before = read_quality(in);
  boundary.gap = read_period(in);
  boundary.gap_before = read_period(in);
  boundary.clamped = in.number(0);
  boundary.resolution.count = in.number();
  boundary.bounds = read_bounds(in);
  return boundary;
}

void write_evidence(StateWriter& out, const SharedEvidence& evidence) {
  out.number(evidence ? static_cast<std::int64_t>(evidence->directions.size()) : 0);
  if (!evidence) return;
  for (const DirectionEvidence& one : evidence->directions) write_direction(out, one);
}

SharedEvidence read_evidence(StateReader& in) {
  const std::int64_t count = in.number(0, static_cast<std::int64_t>(directions.size()));
  IntervalEvidence evidence;
  for (std::int64_t i = 0; i < count; ++i) evidence.directions.push_back(read_direction(in));
  return count > 0 ? SharedEvidence(std::move(evidence)) : SharedEvidence{};
}

void write_interval(StateWriter& out, const IntervalEnergy& interval) {
  write_quality(out.utc(interval.interval.start).utc(interval.interval.end), interval.quality);
  out.number(interval.imported.count).number(interval.exported.count);
  write_period(out, interval.gap);
  out.number(interval.resolution.count).number(interval.clamped.count).flag(interval.unconfirmed);
  write_evidence(out, interval.evidence);
}

IntervalEnergy read_interval(StateReader& in) {
  IntervalEnergy interval;
  interval.interval.start = in.utc();
  interval.interval.end = in.utc();
  interval.quality = read_quality(in);
  interval.imported.count = in.number();
  interval.exported.count = in.number();
  interval.gap = read_period(in);
  interval.resolution.count = in.number();
  interval.clamped.count = in.number();
  interval.unconfirmed = in.flag();
  interval.evidence = read_evidence(in);
  return interval;
}

}  // namespace pue::energy
