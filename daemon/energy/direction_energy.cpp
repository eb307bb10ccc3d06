#include "energy/direction_energy.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "energy/exact.h"
#include "energy/interval_text.h"

namespace pue::energy {
namespace {

const std::optional<RegisterSettings>& register_of(Direction direction,
                                                   const TrackerSettings& settings) {
  if (direction == Direction::exported) return settings.export_;
  return DirectionEnergy::is_net(settings) ? settings.net : settings.import;
}

Flow flow(Direction direction, const TrackerSettings& settings) {
  const bool net = direction == Direction::imported && DirectionEnergy::is_net(settings);
  return net ? Flow::net : flow_of(direction);
}

RegisterPoint point(const RegisterReading& reading) { return {reading.mark.at.utc, reading.raw}; }

}  // namespace

bool DirectionEnergy::is_net(const TrackerSettings& settings) {
  return settings.net && !settings.import && !settings.export_;
}

bool DirectionEnergy::exists(Direction direction, const TrackerSettings& settings) {
  const bool has_registers = settings.import || settings.export_ || settings.net;
  return has_registers ? register_of(direction, settings).has_value() : settings.has_power;
}

DirectionEnergy::DirectionEnergy(Direction direction, const TrackerSettings& settings)
    : direction_(direction),
      interval_(settings.interval),
      max_power_(settings.max_power),
      estimate_(flow(direction, settings), settings.update_period, settings.interval) {
  if (const auto& own = register_of(direction, settings)) {
    course_.emplace(*own, settings.max_power, settings.update_period, flow(direction, settings));
  }
}

std::span<const AcceptedReading> DirectionEnergy::reading(const RegisterReading& reading,
                                                          PendingBoundaries& boundaries) {
  if (!course_) return {};
  const auto accepted = course_->offer(reading);
  if (accepted.empty()) return {};
  caught_up_ = true;
  estimate_.follow(reading.mark);  // before readings that lie further back move x
  for (const AcceptedReading& next : accepted) {
    believe(next, boundaries);
    settle_here(boundaries);
  }
  if (std::exchange(shown_beyond_, false)) estimate_.raise_counter();
  return accepted;
}

void DirectionEnergy::change(const PowerMark& mark, const RegisterChange& change,
                             PendingBoundaries& boundaries) {
  if (!course_) return;
  estimate_.follow(mark);
  const auto last = course_->finish(mark, change.final_reading);
  if (last) believe(*last, boundaries);
  // What power carried past a frozen register stands: the next one counts on from there.
  if (last && last->standing == FrozenRegister::Standing::frozen) estimate_.rebase();
  const auto first = course_->start(mark, change.initial_reading);
  if (first && !last) begin_course(*first, boundaries);
  if (first) stand_at(point(first->reading));
  if (first || last) {
    entered_ = mark.at;
    since_boundary_ = std::max(since_boundary_, Quality::edited);
  }
  frozen_from_.reset();
  settle_here(boundaries);
}

void DirectionEnergy::believe(const AcceptedReading& accepted, PendingBoundaries& boundaries) {
  if (accepted.step_unknown) return begin_course(accepted, boundaries);
  switch (accepted.standing) {
    case FrozenRegister::Standing::moving:
      return continue_course(accepted, boundaries);
    case FrozenRegister::Standing::frozen:
      return follow_power(accepted, boundaries);
    case FrozenRegister::Standing::caught_up:
      return catch_up(accepted, boundaries);
    case FrozenRegister::Standing::moved_on:
      estimate_.rebase();
      frozen_from_.reset();
      return continue_course(accepted, boundaries);
  }
}

void DirectionEnergy::continue_course(const AcceptedReading& accepted,
                                      PendingBoundaries& boundaries) {
  const Joules resolution = course_->resolution_at(accepted.reading.raw);
  const bool unmoved = accepted.step == Joules{};
  if (held_ && !unmoved) {
    const RegisterReading held = *held_;
    move_along(estimate_.bracket(held.mark, {}, resolution), held, boundaries);
    settle_here(boundaries);
  }
  const Bracket bracket = estimate_.bracket(accepted.reading.mark, accepted.step, resolution);
  const bool overdue = bracket.powered && 4 * bracket.clamp > millijoules(resolution);
  if (unmoved && overdue && !accepted.last && !may_rightly_stand(accepted.reading, resolution)) {
    if (!held_) held_since_ = accepted.reading.mark;
    held_ = accepted.reading;
  } else {
    move_along(bracket, accepted.reading, boundaries);
  }
}

/// A register that was held for half an interval, in which hardly anything flowed: no power will
/// ever decide whether it is frozen (a roof at night), and boundaries would wait until it steps.
bool DirectionEnergy::may_rightly_stand(const RegisterReading& reading, Joules resolution) const {
  const Duration time = reading.mark.at.mono - held_since_.at.mono;
  if (!held_ || time < interval_ / 2) return false;
  const std::int64_t flowed =
      std::abs(millijoules_between(held_since_, reading.mark, estimate_.flow()));
  return flowed <= std::max(millijoules(resolution) / 4, starting_energy(max_power_, time));
}

void DirectionEnergy::move_along(const Bracket& bracket, const RegisterReading& end,
                                 PendingBoundaries& boundaries) {
  if (bracket.powered) {
    confirmation_.add(bracket.step, *bracket.powered, course_->resolution_at(end.raw));
  }
  const std::int64_t excursion = bracket.excursion();
  settle_within(bracket,
                {*reading_, point(end), estimate_.base(), bracket.step,
                 ceil_to_joules(bracket.below + excursion),
                 ceil_to_joules(bracket.above + excursion), ceil_to_joules(bracket.withheld())},
                boundaries);
  estimate_.pass(bracket);
  clamped_ += bracket.clamp;
  stand_at(point(end));
}

// What the register corrects belongs somewhere into the time in which it stood still.
void DirectionEnergy::catch_up(const AcceptedReading& accepted, PendingBoundaries& boundaries) {
  const Period stood{frozen_from_.value_or(accepted.reading.mark.at.utc),
                     accepted.reading.mark.at.utc};
  continue_course(accepted, boundaries);
  const bool by_power = since_boundary_ == Quality::integrated;
  since_boundary_ = by_power ? Quality::recovered : std::max(since_boundary_, Quality::recovered);
  gap_ = stood;
  frozen_from_.reset();
}

void DirectionEnergy::begin_course(const AcceptedReading& accepted, PendingBoundaries& boundaries) {
  carry_to(accepted.reading.mark, boundaries);
  estimate_.begin_register(course_->resolution_at(accepted.reading.raw));
  frozen_from_.reset();
  stand_at(point(accepted.reading));
  if (counted_from_) return;
  estimate_.restart_counter();
  counted_from_ = estimate_.energy();
}

void DirectionEnergy::follow_power(const AcceptedReading& accepted, PendingBoundaries& boundaries) {
  const PowerMark& end = accepted.reading.mark;
  if (!frozen_from_ && reading_) frozen_from_ = reading_->at;
  confirmation_.add({}, millijoules_between(estimate_.anchor(), end, boundaries.flow(direction_)),
                    course_->resolution_at(accepted.reading.raw));
  carry_to(end, boundaries);
  reading_ = point(accepted.reading);
}

void DirectionEnergy::carry_to(const PowerMark& end, PendingBoundaries& boundaries) {
  bounded_ = false;
  held_.reset();
  while (const PowerMark* mark = boundaries.unsettled(direction_)) {
    if (mark->at.mono >= end.at.mono) break;
    carry(*mark);
    settle(boundaries, {estimate_.energy()});
  }
  carry(end);
}

void DirectionEnergy::carry(const PowerMark& end) {
  if (end.at.mono <= estimate_.anchor().at.mono) return;
  const bool observed = estimate_.carry(end);
  since_boundary_ = std::max(since_boundary_, observed ? Quality::integrated : Quality::missing);
}

void DirectionEnergy::stand_at(const RegisterPoint& reading) {
  reading_ = reading;
  held_.reset();
  bounded_ = true;
}

void DirectionEnergy::settle_within(const Bracket& bracket, const RegisterBounds& bounds,
                                    PendingBoundaries& boundaries) {
  while (const PowerMark* mark = boundaries.unsettled(direction_)) {
    if (mark->at.mono >= bracket.end.at.mono) break;
    if (bracket.course == Bracket::Course::linear) clamped_ += bracket.clamp;
    BoundaryEnergy energy{estimate_.energy(bracket, *mark)};
    if (bracket.length() > interval_) energy.gap = Period{bracket.start.at.utc, bracket.end.at.utc};
    energy.bounds = bounds;
    settle(boundaries, energy);
  }
}

// Boundaries at the time of the last reading, whether they were told before it or after it.
void DirectionEnergy::settle_here(PendingBoundaries& boundaries) {
  if (!counted_from_) return;
  while (const PowerMark* mark = boundaries.unsettled(direction_)) {
    if (mark->at.mono != estimate_.anchor().at.mono) break;
    BoundaryEnergy energy{estimate_.energy()};
    if (bounded_) energy.bounds = bounds_here();
    settle(boundaries, energy);
  }
}

RegisterBounds DirectionEnergy::bounds_here() const {
  return {*reading_,
          *reading_,
          estimate_.base(),
          {},
          ceil_to_joules(estimate_.below()),
          ceil_to_joules(estimate_.above()),
          ceil_to_joules(estimate_.withheld())};
}

void DirectionEnergy::settle(PendingBoundaries& boundaries, BoundaryEnergy energy) {
  const MonoTime at = boundaries.unsettled(direction_)->at.mono;
  energy.before = since_boundary_;
  energy.gap_before = gap_;
  energy.clamped = clamped_;
  if (course_ && reading_) energy.resolution = course_->resolution_at(reading_->raw);
  boundaries.settle(direction_, energy);
  // An entered reading at the boundary itself is evidence of both intervals.
  since_boundary_ = entered_ && entered_->mono == at ? Quality::edited : Quality::measured;
  gap_.reset();
  clamped_ = 0;
}

void DirectionEnergy::boundary(const PowerMark& mark, PendingBoundaries& boundaries) {
  if (course_) return settle_here(boundaries);
  carry(mark);
  estimate_.rebase();
  settle(boundaries, {estimate_.energy()});
}

void DirectionEnergy::power_known(const PowerMark& mark) {
  begin(mark);
  if (course_) return;
  caught_up_ = true;
  if (!counted_from_) counted_from_ = estimate_.counter(mark);
}

void DirectionEnergy::went_on() {
  if (course_) {
    shown_beyond_ = true;
  } else {
    counted_from_.reset();
  }
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
  out.line("direction").number(static_cast<int>(since_boundary_)).number(clamped_);
  write_period(out, gap_);
  out.flag(counted_from_.has_value()).number(counted_from_.value_or(Joules{}).count);
  out.flag(shown_beyond_);
  out.line("reading").flag(bounded_).flag(reading_.has_value());
  if (reading_) out.utc(reading_->at).number(reading_->raw.count);
  out.line("held").flag(held_.has_value());
  if (held_) {
    write_mark(out.number(held_->raw.count), held_->mark);
    write_mark(out, held_since_);
  }
  out.line("change").flag(entered_.has_value());
  if (entered_) out.moment(*entered_);
  out.flag(frozen_from_.has_value());
  if (frozen_from_) out.utc(*frozen_from_);
  confirmation_.write(out);
  estimate_.write(out);
  if (course_) course_->write(out);
}

void DirectionEnergy::read(StateReader& in) {
  in.line("direction");
  since_boundary_ = read_quality(in);
  clamped_ = in.number(0);
  gap_ = read_period(in);
  const bool counted = in.flag();
  const Joules from{in.number()};
  if (counted) counted_from_ = from;
  shown_beyond_ = in.flag();
  in.line("reading");
  bounded_ = in.flag();
  if (in.flag()) {
    const UtcTime at = in.utc();
    reading_ = RegisterPoint{at, Joules{in.number()}};
  }
  in.line("held");
  if (in.flag()) {
    const Joules raw{in.number()};
    held_ = RegisterReading{read_mark(in), raw};
    held_since_ = read_mark(in);
  }
  in.line("change");
  if (in.flag()) entered_ = in.moment();
  if (in.flag()) frozen_from_ = in.utc();
  confirmation_.read(in);
  estimate_.read(in);
  if (course_) course_->read(in);
  // A course that is believed began with a reading.
  if (!reading_ && (bounded_ || (course_ && course_->begun()))) in.refuse();
}

}  // namespace pue::energy
