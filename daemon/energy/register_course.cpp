#include "energy/register_course.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "energy/exact.h"

namespace pue::energy {
namespace {

// Raw readings and steps beyond these are no energy of any site; below them nothing overflows.
constexpr std::int64_t greatest_reading = 4'000'000'000'000'000'000;  // J
constexpr std::int64_t greatest_step = 4'000'000'000'000'000;         // J

constexpr int float32_fraction_bits = 23;
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
  const auto units = static_cast<std::uint64_t>(std::max<std::int64_t>(0, reading.count / unit));
  const int exponent = static_cast<int>(std::bit_width(units)) - 1 - float32_fraction_bits;
  const std::int64_t ulp = exponent < 0 ? unit >> -exponent : unit << exponent;
  return std::max(settings.step, Joules{ulp});
}

RegisterCourse::RegisterCourse(RegisterSettings settings, Watts max_power, Duration update_period)
    : settings_(settings), rate_(milliwatts(max_power) * 6 / 5), update_period_(update_period) {}

bool RegisterCourse::legal(const RegisterReading& from, const RegisterReading& to,
                           Joules step) const {
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

std::span<const AcceptedReading> RegisterCourse::offer(const RegisterReading& reading) {
  if (!believable(reading.raw) || !newer(reading)) return {};
  if (!pending() && believed_ && legal(*believed_, reading)) {
    accepted_[0] = {reading, reading.raw - believed_->raw, false};
    believed_ = reading;
    return {accepted_.data(), 1};
  }
  extend_streak(reading);
  if (streak_size_ < agreeing_readings) return {};
  if (!believed_ || !streak_on_old_course_) return believe_streak(first_of_new_course());
  note(StepEvent::Kind::glitch, *departed_);
  return believe_streak({streak_[0], streak_[0].raw - believed_->raw, false});
}

// A reading that fits the old course never counts for a new one: a register that shows one count
// less for a moment must not become a reset.
void RegisterCourse::extend_streak(const RegisterReading& reading) {
  const bool on_old_course = believed_ && legal(*believed_, reading);
  const bool follows = pending() && legal(streak_end(), reading);
  if (!pending()) departed_ = reading;
  if (!follows || on_old_course != streak_on_old_course_) streak_size_ = 0;
  streak_on_old_course_ = on_old_course;
  streak_[streak_size_++] = reading;
}

// More than half a turn of the register may have passed: the number of wraps is a guess.
bool RegisterCourse::wraps_are_countable(const RegisterReading& from,
                                         const RegisterReading& to) const {
  const Duration time = to.mark.at.mono - from.mark.at.mono + update_period_;
  return 2 * Wide{rate_} * time.count() <
         Wide{settings_.modulus->count} * milliwatt_nanoseconds_per_joule;
}

void RegisterCourse::note(StepEvent::Kind kind, const RegisterReading& reading) {
  events_.push_back({reading.mark.at.utc, kind, believed_->raw, reading.raw});
}

AcceptedReading RegisterCourse::first_of_new_course() {
  const RegisterReading& first = streak_[0];
  if (!believed_) return {first, {}, true};
  const bool fell = first.raw < believed_->raw;
  if (settings_.modulus && fell) {
    const Joules step = first.raw + *settings_.modulus - believed_->raw;
    if (legal(*believed_, first, step)) {
      const bool countable = wraps_are_countable(*believed_, first);
      note(countable ? StepEvent::Kind::rollover : StepEvent::Kind::ambiguous, first);
      return {first, countable ? step : Joules{}, !countable};
    }
  }
  note(fell ? StepEvent::Kind::reset : StepEvent::Kind::ambiguous, first);
  return {first, {}, true};
}

std::span<const AcceptedReading> RegisterCourse::believe_streak(AcceptedReading first) {
  accepted_[0] = first;
  for (std::size_t i = 1; i < agreeing_readings; ++i) {
    accepted_[i] = {streak_[i], streak_[i].raw - streak_[i - 1].raw, false};
  }
  believed_ = streak_end();
  departed_.reset();
  streak_size_ = 0;
  streak_on_old_course_ = false;
  return accepted_;
}

std::vector<StepEvent> RegisterCourse::take_events() { return std::exchange(events_, {}); }

void RegisterCourse::write(StateWriter& out) const {
  out.line("course").flag(believed_.has_value()).flag(departed_.has_value());
  out.flag(streak_on_old_course_).number(static_cast<std::int64_t>(streak_size_));
  if (believed_) write_reading(out, "believed", *believed_);
  if (departed_) write_reading(out, "departed", *departed_);
  for (std::size_t i = 0; i < streak_size_; ++i) write_reading(out, "streak", streak_[i]);
}

void RegisterCourse::read(StateReader& in) {
  in.line("course");
  const bool has_believed = in.flag();
  const bool has_departed = in.flag();
  streak_on_old_course_ = in.flag();
  streak_size_ = static_cast<std::size_t>(in.number(0, agreeing_readings - 1));
  if (has_departed != pending() || (streak_on_old_course_ && !has_believed)) in.refuse();
  if (has_believed) believed_ = read_reading(in, "believed");
  if (has_departed) departed_ = read_reading(in, "departed");
  for (std::size_t i = 0; i < streak_size_; ++i) streak_[i] = read_reading(in, "streak");
}

}  // namespace pue::energy
