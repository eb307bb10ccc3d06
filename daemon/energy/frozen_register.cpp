#include "energy/frozen_register.h"

#include <algorithm>
#include <cstdlib>

#include "energy/exact.h"

namespace pue::energy {
namespace {

constexpr std::int64_t counts_to_freeze = 3;
constexpr int readings_to_freeze = 3;
constexpr std::int64_t starting_current_per_mille = 4;
// A quarter above the one count that a sound register allows: power may be that much too high.
constexpr std::int64_t quarters_to_be_overdue = 5;

}  // namespace

FrozenRegister::FrozenRegister(Flow flow, Watts max_power, Duration update_period)
    : flow_(flow),
      max_power_(max_power),
      hidden_(scaled(milliwatts(max_power), update_period.count(), nanoseconds_per_second)) {}

void FrozenRegister::begin(const PowerMark& mark) {
  changed_ = last_ = mark;
  unmoved_ = 1;
  unmoved_since_ = mark;
  overdue_ = frozen_ = false;
}

FrozenRegister::Standing FrozenRegister::believe(const PowerMark& mark, Joules step,
                                                 Joules resolution) {
  if (step != Joules{}) return move(mark, step);
  if (unmoved_ == 1) unmoved_since_ = mark;
  last_ = mark;
  const Wide still = std::abs(power_since(changed_, mark));
  const Wide count = Wide{resolution.count} * millijoules_per_joule;
  unmoved_ = std::min(unmoved_ + 1, readings_to_freeze);
  frozen_ =
      frozen_ || (unmoved_ == readings_to_freeze &&
                  should_have_moved(mark, counts_to_freeze * static_cast<std::int64_t>(count)));
  overdue_ = frozen_ || 4 * (still - hidden_) > quarters_to_be_overdue * count;
  return frozen_ ? Standing::frozen : Standing::moving;
}

bool FrozenRegister::should_have_moved(const PowerMark& mark, std::int64_t least) const {
  const std::int64_t delivered = std::abs(power_since(unmoved_since_, mark));
  const Duration time = mark.at.mono - unmoved_since_.at.mono;
  return delivered >= least + hidden_ && delivered > starting_energy(max_power_, time);
}

FrozenRegister::Standing FrozenRegister::move(const PowerMark& mark, Joules step) {
  const Wide stepped = Wide{step.count} * millijoules_per_joule;
  const auto off = [&](std::int64_t by_power) { return magnitude(stepped - by_power); };
  const bool whole = off(power_since(changed_, mark)) <= off(power_since(last_, mark));
  const bool was_frozen = frozen_;
  begin(mark);
  if (!was_frozen) return Standing::moving;
  return whole ? Standing::caught_up : Standing::moved_on;
}

std::int64_t FrozenRegister::power_since(const PowerMark& from, const PowerMark& to) const {
  return millijoules_between(from, to, flow_);
}

std::int64_t starting_energy(Watts max_power, Duration time) {
  return scaled(milliwatts(max_power), time.count(), nanoseconds_per_second) *
         starting_current_per_mille / 1000;
}

void FrozenRegister::write(StateWriter& out) const {
  write_mark(out.line("changed"), changed_);
  write_mark(out.line("stood"), last_);
  out.line("still").flag(overdue_).flag(frozen_).number(unmoved_);
  write_mark(out, unmoved_since_);
}

void FrozenRegister::read(StateReader& in) {
  in.line("changed");
  changed_ = read_mark(in);
  in.line("stood");
  last_ = read_mark(in);
  in.line("still");
  overdue_ = in.flag();
  frozen_ = in.flag();
  unmoved_ = static_cast<int>(in.number(1, readings_to_freeze));
  unmoved_since_ = read_mark(in);
  if (frozen_ && !overdue_) in.refuse();
}

}  // namespace pue::energy
