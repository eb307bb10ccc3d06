#include "energy/register_course.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

#include "energy/exact.h"

namespace pue::energy {
namespace {

// Raw readings and steps beyond these are no energy of any site; below them nothing overflows.
constexpr std::int64_t greatest_reading = 4'000'000'000'000'000'000;  // J
constexpr std::int64_t greatest_step = 4'000'000'000'000'000;         // J

constexpr int float32_significant_bits = 24;
constexpr Wide milliwatt_nanoseconds_per_joule = Wide{nanoseconds_per_second} * 1000;

bool believable(Joules raw) {
  return raw.count <= greatest_reading && raw.count >= -greatest_reading;
}

void write_reading(StateWriter& out, std::string_view key, const RegisterReading& reading) {
  write_mark(out.line(key), reading.mark);
  out.number(reading.raw.count);
}

RegisterReading read_reading(StateReader& in, std::string_view key) {
  in.line(key);
  RegisterReading reading{read_mark(in), {}};
  reading.raw.count = in.number(-greatest_reading, greatest_reading);
  return reading;
}

}  // namespace

Joules resolution(const RegisterSettings& settings, Joules reading) {
  if (!settings.float32_unit || settings.float32_unit->count <= 0) return settings.step;
  const std::int64_t unit = settings.float32_unit->count;
  const auto units = static_cast<std::uint64_t>(std::abs(reading.count / unit));
  // unit · 2^width is at most twice the reading: it fits.
  const auto ulp =
      static_cast<std::uint64_t>(unit) << std::bit_width(units) >> float32_significant_bits;
  return std::max(settings.step, Joules{static_cast<std::int64_t>(ulp)});
}

RegisterCourse::RegisterCourse(RegisterSettings settings, Watts max_power, Duration update_period,
                               Flow flow)
    : settings_(settings),
      rate_(milliwatts(max_power) * 6 / 5),
      update_period_(update_period),
      flow_(flow),
      frozen_(flow, max_power, update_period) {}

bool RegisterCourse::legal(const RegisterReading& from, const RegisterReading& to,
                           Joules step) const {
  if (flow_ == Flow::net) step.count = std::abs(step.count);
  if (step.count < 0 || step.count > greatest_step) return false;
  const Joules quantum = resolution_at(to.raw);
  const Duration time = to.mark.at.mono - from.mark.at.mono + update_period_;
  const Wide beyond_steps = Wide{step.count} - 2 * Wide{quantum.count};
  return beyond_steps * milliwatt_nanoseconds_per_joule <= Wide{rate_} * time.count();
}

bool RegisterCourse::legal(const RegisterReading& from, const RegisterReading& to) const {
  return legal(from, to, to.raw - from.raw);
}

bool RegisterCourse::newer(const RegisterReading& reading) const {
  if (pending()) return reading.mark.at.mono > streak_end().mark.at.mono;
  return !believed_ || reading.mark.at.mono > believed_->mark.at.mono;
}

// A register that stood still for too long may catch up with all that it has not shown.
RegisterReading RegisterCourse::reference() const {
  return {frozen_.overdue() ? frozen_.last_change() : believed_->mark, believed_->raw};
}

AcceptedReading RegisterCourse::follow(const RegisterReading& reading, Joules step) {
  believed_ = reading;
  return {reading, step, false, frozen_.believe(reading.mark, step, resolution_at(reading.raw))};
}

AcceptedReading RegisterCourse::begin(const RegisterReading& first) {
  believed_ = first;
  frozen_.begin(first.mark);
  return {first, {}, true};
}

std::span<const AcceptedReading> RegisterCourse::offer(const RegisterReading& reading) {
  if (!believable(reading.raw) || !newer(reading)) return {};
  if (!pending() && believed_ && legal(reference(), reading)) {
    accepted_[0] = follow(reading, reading.raw - believed_->raw);
    return {accepted_.data(), 1};
  }
  extend_streak(reading);
  if (odd_before_rollover()) {
    streak_[0] = streak_end();
    streak_size_ = 1;
  }
  if (streak_size_ < agreeing_readings) return {};
  if (!believed_ || !streak_on_old_course_) return believe_streak(first_of_new_course());
  note(StepEvent::Kind::glitch, believed_->raw, *departed_);
  return believe_streak(follow(streak_[0], streak_[0].raw - believed_->raw));
}

// A reading that fits the old course never counts for a new one: a register that shows one count
// less for a moment must not become a reset.
void RegisterCourse::extend_streak(const RegisterReading& reading) {
  const bool on_old_course = believed_ && legal(reference(), reading);
  const bool follows = pending() && legal(streak_end(), reading);
  if (!pending()) departed_ = reading;
  if (!follows || on_old_course != streak_on_old_course_) streak_size_ = 0;
  streak_on_old_course_ = on_old_course;
  streak_[streak_size_++] = reading;
}

bool RegisterCourse::may_have_wrapped(const RegisterReading& reading) const {
  if (!believed_ || !settings_.modulus || flow_ == Flow::net || reading.raw >= believed_->raw) {
    return false;
  }
  return legal(reference(), reading, reading.raw + *settings_.modulus - believed_->raw);
}

// A zero glitch and the first readings after a rollover agree with each other: it alone is no step.
bool RegisterCourse::odd_before_rollover() const {
  return !may_have_wrapped(streak_[0]) && may_have_wrapped(streak_end());
}

// More than half a turn of the register may have passed: the number of wraps is a guess.
bool RegisterCourse::wraps_are_countable(const RegisterReading& from,
                                         const RegisterReading& to) const {
  const Duration time = to.mark.at.mono - from.mark.at.mono + update_period_;
  return 2 * Wide{rate_} * time.count() <
         Wide{settings_.modulus->count} * milliwatt_nanoseconds_per_joule;
}

void RegisterCourse::note(StepEvent::Kind kind, Joules before, const RegisterReading& reading) {
  events_.push_back({reading.mark.at.utc, kind, before, reading.raw});
}

AcceptedReading RegisterCourse::first_of_new_course() {
  const RegisterReading& first = streak_[0];
  if (!believed_) {
    if (replaced_) note(StepEvent::Kind::swap, *replaced_, first);
    replaced_.reset();
    return begin(first);
  }
  const Joules before = believed_->raw;
  if (may_have_wrapped(first)) {
    const bool countable = wraps_are_countable(reference(), first);
    note(countable ? StepEvent::Kind::rollover : StepEvent::Kind::ambiguous, before, first);
    return countable ? follow(first, first.raw + *settings_.modulus - before) : begin(first);
  }
  const bool fell = first.raw < before;
  note(fell ? StepEvent::Kind::reset : StepEvent::Kind::ambiguous, before, first);
  return begin(first);
}

std::span<const AcceptedReading> RegisterCourse::believe_streak(AcceptedReading first) {
  accepted_[0] = first;
  for (std::size_t i = 1; i < agreeing_readings; ++i) {
    accepted_[i] = follow(streak_[i], streak_[i].raw - streak_[i - 1].raw);
  }
  forget_streak();
  return accepted_;
}

void RegisterCourse::forget_streak() {
  departed_.reset();
  streak_size_ = 0;
  streak_on_old_course_ = false;
}

std::optional<AcceptedReading> RegisterCourse::finish(const PowerMark& at,
                                                      std::optional<Joules> entered) {
  forget_streak();
  if (!believed_) return std::nullopt;
  std::optional<AcceptedReading> last;
  if (entered && believable(*entered) && legal(reference(), {at, *entered})) {
    last = follow({at, *entered}, *entered - believed_->raw);
    last->last = true;
  }
  replaced_ = believed_->raw;
  believed_.reset();
  return last;
}

std::optional<AcceptedReading> RegisterCourse::start(const PowerMark& at,
                                                     std::optional<Joules> entered) {
  if (!entered || !believable(*entered)) return std::nullopt;
  const RegisterReading first{at, *entered};
  if (replaced_) note(StepEvent::Kind::swap, *replaced_, first);
  replaced_.reset();
  return begin(first);
}

std::vector<StepEvent> RegisterCourse::take_events() { return std::exchange(events_, {}); }

void RegisterCourse::write(StateWriter& out) const {
  out.line("course").flag(believed_.has_value()).flag(departed_.has_value());
  out.flag(streak_on_old_course_).number(static_cast<std::int64_t>(streak_size_));
  out.flag(replaced_.has_value()).number(replaced_.value_or(Joules{}).count);
  if (believed_) {
    write_reading(out, "believed", *believed_);
    frozen_.write(out);
  }
  if (departed_) write_reading(out, "departed", *departed_);
  for (std::size_t i = 0; i < streak_size_; ++i) write_reading(out, "streak", streak_[i]);
}

void RegisterCourse::read(StateReader& in) {
  in.line("course");
  const bool has_believed = in.flag();
  const bool has_departed = in.flag();
  streak_on_old_course_ = in.flag();
  streak_size_ = static_cast<std::size_t>(in.number(0, agreeing_readings - 1));
  const bool has_replaced = in.flag();
  const Joules replaced{in.number(-greatest_reading, greatest_reading)};
  if (has_replaced) replaced_ = replaced;
  if (has_departed != pending() || (streak_on_old_course_ && !has_believed)) in.refuse();
  if (has_believed) {
    believed_ = read_reading(in, "believed");
    frozen_.read(in);
  }
  if (has_departed) departed_ = read_reading(in, "departed");
  for (std::size_t i = 0; i < streak_size_; ++i) streak_[i] = read_reading(in, "streak");
}

}  // namespace pue::energy
