#include "energy/direction_energy.h"

#include <algorithm>

namespace pue::energy {
namespace {

const std::optional<RegisterSettings>& register_of(Direction direction,
                                                   const TrackerSettings& settings) {
  return direction == Direction::imported ? settings.import : settings.export_;
}

}  // namespace

bool DirectionEnergy::exists(Direction direction, const TrackerSettings& settings) {
  const bool has_registers = settings.import || settings.export_;
  return has_registers ? register_of(direction, settings).has_value() : settings.has_power;
}

DirectionEnergy::DirectionEnergy(Direction direction, const TrackerSettings& settings)
    : direction_(direction),
      interval_(settings.interval),
      estimate_(direction, settings.update_period, settings.interval) {
  if (const auto& own = register_of(direction, settings)) {
    course_.emplace(*own, settings.max_power, settings.update_period);
  }
}

void DirectionEnergy::reading(const RegisterReading& reading, PendingBoundaries& boundaries) {
  if (!course_) return;
  const auto accepted = course_->offer(reading);
  if (accepted.size() > 1) estimate_.follow(reading.mark);
  if (!accepted.empty()) caught_up_ = true;
  for (const AcceptedReading& next : accepted) {
    next.step_unknown ? begin_course(next, boundaries) : continue_course(next, boundaries);
  }
}

void DirectionEnergy::continue_course(const AcceptedReading& accepted,
                                      PendingBoundaries& boundaries) {
  const PowerMark& end = accepted.reading.mark;
  const Joules resolution = course_->resolution_at(accepted.reading.raw);
  const Bracket bracket = estimate_.bracket(end, accepted.step, resolution);
  while (const PowerMark* mark = boundaries.unsettled(direction_)) {
    if (mark->at.mono > end.at.mono) break;
    const bool split = mark->at.mono < end.at.mono && bracket.length() > interval_;
    const Period span{bracket.start.at.utc, end.at.utc};
    settle(boundaries, estimate_.energy(bracket, *mark),
           split ? std::optional{span} : std::nullopt);
  }
  estimate_.pass(bracket);
}

void DirectionEnergy::begin_course(const AcceptedReading& accepted, PendingBoundaries& boundaries) {
  const PowerMark& end = accepted.reading.mark;
  while (const PowerMark* mark = boundaries.unsettled(direction_)) {
    if (mark->at.mono > end.at.mono) break;
    carry(*mark);
    settle(boundaries, estimate_.energy());
  }
  carry(end);
  if (!counted_from_) count_from_here();
}

void DirectionEnergy::carry(const PowerMark& end) {
  if (end.at.mono <= estimate_.anchor().at.mono) return;
  const bool observed = estimate_.carry(end);
  since_boundary_ = std::max(since_boundary_, observed ? Quality::integrated : Quality::missing);
}

void DirectionEnergy::settle(PendingBoundaries& boundaries, Joules energy,
                             std::optional<Period> gap) {
  boundaries.settle(direction_, {energy, since_boundary_, gap});
  since_boundary_ = Quality::measured;
}

void DirectionEnergy::boundary(const PowerMark& mark, PendingBoundaries& boundaries) {
  if (!course_) {
    carry(mark);
    settle(boundaries, estimate_.energy());
  } else if (counted_from_ && estimate_.anchor().at.mono == mark.at.mono) {
    settle(boundaries, estimate_.energy());
  }
}

void DirectionEnergy::power_known(const PowerMark& mark) {
  begin(mark);
  if (course_) return;
  caught_up_ = true;
  if (!counted_from_) count_from_here();
}

void DirectionEnergy::count_from_here() {
  estimate_.restart_counter();
  counted_from_ = estimate_.energy();
}

std::optional<Joules> DirectionEnergy::total(const PowerMark& now) const {
  if (!counted_from_) return std::nullopt;
  return estimate_.counter(now) - *counted_from_;
}

void DirectionEnergy::take_events(std::vector<StepEvent>& events) {
  if (!course_) return;
  const auto own = course_->take_events();
  events.insert(events.end(), own.begin(), own.end());
}

void DirectionEnergy::write(StateWriter& out) const {
  out.line("direction").number(static_cast<int>(since_boundary_));
  out.flag(counted_from_.has_value()).number(counted_from_ ? counted_from_->count : 0);
  estimate_.write(out);
  if (course_) course_->write(out);
}

void DirectionEnergy::read(StateReader& in) {
  in.line("direction");
  since_boundary_ = static_cast<Quality>(in.number(0, static_cast<int>(Quality::missing)));
  const bool counted = in.flag();
  const Joules from{in.number()};
  if (counted) counted_from_ = from;
  estimate_.read(in);
  if (course_) course_->read(in);
}

}  // namespace pue::energy
