#include "energy/register_estimate.h"

#include <algorithm>
#include <limits>

#include "energy/exact.h"

namespace pue::energy {
namespace {

constexpr std::int64_t millijoules(Joules energy) { return energy.count * millijoules_per_joule; }

// ∫P from the start of the bracket; time without a power takes the bracket's observed mean.
std::int64_t carried(const Bracket& bracket, const PowerMark& mark) {
  const Duration known = bracket.end.known - bracket.start.known;
  const Duration unknown =
      mark.at.mono - bracket.start.at.mono - (mark.known - bracket.start.known);
  const std::int64_t seen = millijoules_between(bracket.start, mark, bracket.direction);
  if (known.count() == 0 || unknown.count() <= 0) return seen;
  const auto whole = millijoules_between(bracket.start, bracket.end, bracket.direction);
  return seen + scaled(whole, unknown.count(), known.count());
}

std::int64_t along(const Bracket& bracket, const PowerMark& mark) {
  const std::int64_t rise = bracket.to - bracket.from;
  switch (bracket.course) {
    case Bracket::Course::by_power:
      return bracket.from + carried(bracket, mark);
    case Bracket::Course::shaped:
      return bracket.from + scaled(rise, carried(bracket, mark), carried(bracket, bracket.end));
    case Bracket::Course::linear:
      break;
  }
  const Duration passed = mark.at.mono - bracket.start.at.mono;
  return bracket.from + scaled(rise, passed.count(), bracket.length().count());
}

}  // namespace

std::int64_t Bracket::at(const PowerMark& mark) const {
  const bool at_end = mark.at.mono >= end.at.mono;
  std::int64_t reached = along(*this, at_end ? end : mark);
  if (at_end) reached = std::max(reached, to);
  return std::max(highest, reached);
}

void RegisterEstimate::begin(const PowerMark& mark) {
  if (begun_) return;
  begun_ = true;
  anchor_ = mark;
}

Bracket RegisterEstimate::bracket(const PowerMark& end, Joules step, Joules resolution) const {
  Bracket bracket{direction_, anchor_, end, step, Bracket::Course::linear, x_, 0, highest_};
  bracket.to = x_ + millijoules(step);
  const Duration known = end.known - anchor_.known;
  if (known.count() == 0 || !mostly(known, bracket.length())) return bracket;
  const std::int64_t by_power = carried(bracket, end);
  const std::int64_t since_update =
      scaled(milliwatts(end, direction_), update_period_.count(), nanoseconds_per_second);
  const std::int64_t least = millijoules(step);
  const std::int64_t most = least + millijoules(resolution) + since_update;
  bracket.to = std::clamp(x_ + by_power, least, most);
  if (bracket.length() <= interval_) {
    bracket.course = Bracket::Course::by_power;
  } else if (by_power > 0) {
    bracket.course = Bracket::Course::shaped;
  }
  return bracket;
}

void RegisterEstimate::pass(const Bracket& bracket) {
  follow(bracket.end);
  highest_ = bracket.at(bracket.end);
  x_ = bracket.to;
  counter_ = std::max(counter_, highest_);
  anchor_ = bracket.end;
  raise_register(bracket.step);
}

bool RegisterEstimate::carry(const PowerMark& end) {
  follow(end);
  const Duration time = end.at.mono - anchor_.at.mono;
  const Duration known = end.known - anchor_.known;
  const bool observed = mostly(known, time);
  const std::int64_t seen = millijoules_between(anchor_, end, direction_);
  x_ += observed && known.count() > 0 ? scaled(seen, time.count(), known.count()) : seen;
  highest_ = std::max(highest_, x_);
  counter_ = std::max(counter_, highest_);
  anchor_ = end;
  raise_register(floor_to_joules(x_));
  return observed;
}

void RegisterEstimate::raise_register(Joules step) {
  register_ += step;
  x_ -= millijoules(step);
  highest_ -= millijoules(step);
  counter_ -= millijoules(step);
}

std::int64_t RegisterEstimate::followed(const PowerMark& now) const {
  return std::max(counter_, x_ + millijoules_between(anchor_, now, direction_));
}

void RegisterEstimate::follow(const PowerMark& now) { counter_ = followed(now); }

Joules RegisterEstimate::energy_at(std::int64_t above_register) const {
  return register_ + floor_to_joules(above_register);
}

Joules RegisterEstimate::counter(const PowerMark& now) const { return energy_at(followed(now)); }

void RegisterEstimate::write(StateWriter& out) const {
  out.line("estimate").flag(begun_);
  if (!begun_) return;
  write_mark(out, anchor_);
  out.number(register_.count).number(x_).number(highest_).number(counter_);
}

void RegisterEstimate::read(StateReader& in) {
  in.line("estimate");
  begun_ = in.flag();
  if (!begun_) return;
  anchor_ = read_mark(in);
  constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max() / 4;
  for (auto* value : {&register_.count, &x_, &highest_, &counter_}) {
    *value = in.number(-greatest, greatest);
  }
}

}  // namespace pue::energy
