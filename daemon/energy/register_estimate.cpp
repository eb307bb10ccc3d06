#include "energy/register_estimate.h"

#include <algorithm>
#include <cstdlib>

#include "energy/exact.h"

namespace pue::energy {
namespace {

// ∫P from the start of the bracket; time without a power takes the bracket's observed mean.
std::int64_t carried(const Bracket& bracket, const PowerMark& mark) {
  const Duration known = bracket.end.known - bracket.start.known;
  const Duration unknown =
      mark.at.mono - bracket.start.at.mono - (mark.known - bracket.start.known);
  const std::int64_t seen = millijoules_between(bracket.start, mark, bracket.flow);
  const auto whole = millijoules_between(bracket.start, bracket.end, bracket.flow);
  return seen + scaled(whole, unknown.count(), known.count());
}

std::int64_t evenly(const Bracket& bracket, const PowerMark& mark, std::int64_t amount) {
  const Duration passed = mark.at.mono - bracket.start.at.mono;
  // A final reading may be entered for the very time of the last one.
  if (bracket.length().count() == 0) return amount;
  return scaled(amount, passed.count(), bracket.length().count());
}

std::int64_t along(const Bracket& bracket, const PowerMark& mark) {
  const std::int64_t rise = bracket.to - bracket.from;
  switch (bracket.course) {
    case Bracket::Course::by_power:
      return bracket.from + carried(bracket, mark);
    case Bracket::Course::shaped:
      // A net flow may come to nothing, so its error is spread in time and not in proportion.
      return bracket.from +
             (bracket.flow == Flow::net
                  ? carried(bracket, mark) + evenly(bracket, mark, rise - *bracket.powered)
                  : scaled(rise, carried(bracket, mark), *bracket.powered));
    case Bracket::Course::linear:
      break;
  }
  return bracket.from + evenly(bracket, mark, rise);
}

}  // namespace

std::int64_t Bracket::at(const PowerMark& mark) const {
  const bool at_end = mark.at.mono >= end.at.mono;
  if (flow == Flow::net) return at_end ? to : along(*this, mark);
  std::int64_t reached = along(*this, at_end ? end : mark);
  if (at_end) reached = std::max(reached, to);
  return std::max(highest, reached);
}

// Time without a power took the mean of the rest, at least 80 %: a quarter more than was seen.
std::int64_t Bracket::excursion() const {
  if (flow != Flow::net || course == Course::linear) return 0;
  const std::int64_t seen = millijoules_between(start, end, Flow::imported) +
                            millijoules_between(start, end, Flow::exported);
  return scaled(seen, 5, 4) + 1 + clamp;
}

void RegisterEstimate::begin(const PowerMark& mark) {
  if (begun_) return;
  begun_ = true;
  anchor_ = mark;
}

Bracket RegisterEstimate::bracket(const PowerMark& end, Joules step, Joules resolution) const {
  const std::int64_t count = millijoules(resolution);
  const bool both_ways = flow_ == Flow::net;
  Bracket bracket{flow_, anchor_, end, step};
  bracket.from = x_;
  bracket.highest = highest_;
  bracket.above = std::max(above_, count);
  if (both_ways) bracket.below = std::max(below_, count);
  // Beyond its bounds x has gone only past a frozen register, which now tells that energy itself.
  bracket.to = std::clamp(x_, -bracket.below, bracket.above) + millijoules(step);
  bracket.clamp = count;
  const Duration known = end.known - anchor_.known;
  if (known.count() == 0 || !mostly(known, bracket.length())) return bracket;

  const std::int64_t powered = carried(bracket, end);
  const std::int64_t since_update =
      scaled(milliwatts(end, flow_), update_period_.count(), nanoseconds_per_second);
  bracket.powered = powered;
  bracket.above = count + std::max<std::int64_t>(0, since_update);
  if (both_ways) bracket.below = count + std::max<std::int64_t>(0, -since_update);
  bracket.to = std::clamp(x_ + powered, millijoules(step) - bracket.below,
                          millijoules(step) + bracket.above);
  bracket.clamp = std::abs(bracket.to - x_ - powered);
  if (bracket.length() <= interval_) {
    bracket.course = Bracket::Course::by_power;
  } else if (both_ways || powered > 0) {
    bracket.course = Bracket::Course::shaped;
  }
  return bracket;
}

void RegisterEstimate::pass(const Bracket& bracket) {
  follow(bracket.end);
  highest_ = bracket.at(bracket.end);
  x_ = bracket.to;
  above_ = bracket.above;
  below_ = bracket.below;
  counter_ = std::max(counter_, highest_);
  anchor_ = bracket.end;
  raise_register(bracket.step);
}

bool RegisterEstimate::carry(const PowerMark& end) {
  follow(end);
  const Duration time = end.at.mono - anchor_.at.mono;
  const Duration known = end.known - anchor_.known;
  const bool observed = mostly(known, time);
  const std::int64_t seen = millijoules_between(anchor_, end, flow_);
  x_ += observed ? scaled(seen, time.count(), known.count()) : seen;
  highest_ = flow_ == Flow::net ? x_ : std::max(highest_, x_);
  counter_ = std::max(counter_, highest_);
  anchor_ = end;
  return observed;
}

void RegisterEstimate::rebase() {
  raise_register(floor_to_joules(x_));
  above_ = below_ = 0;
}

void RegisterEstimate::begin_register(Joules resolution) {
  rebase();
  if (flow_ == Flow::net) return;
  raise_register(-Joules{resolution.count / 2});
  above_ = millijoules(resolution);
}

void RegisterEstimate::raise_register(Joules step) {
  register_ += step;
  x_ -= millijoules(step);
  highest_ -= millijoules(step);
  counter_ -= millijoules(step);
}

std::int64_t RegisterEstimate::followed(const PowerMark& now) const {
  return std::max(counter_, x_ + millijoules_between(anchor_, now, flow_));
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
  out.number(above_).number(below_);
}

void RegisterEstimate::read(StateReader& in) {
  in.line("estimate");
  begun_ = in.flag();
  if (!begun_) return;
  anchor_ = read_mark(in);
  for (auto* value : {&register_.count, &x_, &highest_, &counter_, &above_, &below_}) {
    *value = in.energy();
  }
}

}  // namespace pue::energy
