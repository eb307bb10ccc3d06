// Which readings of one energy register are believed. A legal step continues the course; any other
// is pending until three consecutive readings agree, on the old course (the odd ones were a glitch)
// or on a new one (rollover, reset). It counts steps, not energy between readings
// (docs/domain.md, "Steps that are not consumption").
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "energy/frozen_register.h"
#include "energy/meter_tracker.h"
#include "energy/power_integral.h"

namespace pue::energy {

/// How many consecutive readings must agree before a course, even the first one, is believed.
inline constexpr std::size_t agreeing_readings = 3;

/// A raw register reading and where the power integral stood at it.
struct RegisterReading {
  PowerMark mark;
  Joules raw;
};

/// A believed reading, and how it follows the believed one before it.
struct AcceptedReading {
  RegisterReading reading;
  Joules step;                // energy since the reading before; 0 with `step_unknown`
  bool step_unknown = false;  // the first of a course: nothing is known since the reading before
  FrozenRegister::Standing standing = FrozenRegister::Standing::moving;
  bool last = false;  // of its register
};

/// q at a reading: the display step, or the ulp of a float32 register where that is larger.
Joules resolution(const RegisterSettings& settings, Joules reading);

class RegisterCourse {
 public:
  /// `max_power` > 0; `update_period` (τ) widens the legal step, because a reading can show a count
  /// that is up to τ old. A net register (`flow`) may step back as far as forward, and never wraps.
  RegisterCourse(RegisterSettings settings, Watts max_power, Duration update_period,
                 Flow flow = Flow::imported);

  /// The readings that are believed from now on, oldest first: none while a step is pending, and
  /// up to three at once when a course is agreed. Valid until the next call. Readings that are not
  /// newer than the last one, or beyond 1.1e15 Wh, are ignored.
  std::span<const AcceptedReading> offer(const RegisterReading& reading);

  /// The register ends here, by announcement: what is pending is dropped. The last reading that was
  /// entered for it, unless it is no legal step.
  std::optional<AcceptedReading> finish(const PowerMark& at, std::optional<Joules> entered);
  /// After `finish`: another register begins here with the entered reading. Without one the next
  /// three agreeing readings begin it.
  std::optional<AcceptedReading> start(const PowerMark& at, std::optional<Joules> entered);

  bool begun() const { return believed_.has_value(); }
  bool frozen() const { return believed_ && frozen_.frozen(); }
  Joules resolution_at(Joules reading) const { return resolution(settings_, reading); }
  bool pending() const { return streak_size_ > 0; }
  /// What the last readings decided, to be taken before the state is saved. What is dropped before
  /// the first course is agreed leaves no event: there is no step yet.
  std::vector<StepEvent> take_events();

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  bool legal(const RegisterReading& from, const RegisterReading& to, Joules step) const;
  bool legal(const RegisterReading& from, const RegisterReading& to) const;
  bool newer(const RegisterReading& reading) const;
  RegisterReading reference() const;
  AcceptedReading follow(const RegisterReading& reading, Joules step);
  AcceptedReading begin(const RegisterReading& first);
  void note(StepEvent::Kind kind, Joules before, const RegisterReading& reading);
  void extend_streak(const RegisterReading& reading);
  std::span<const AcceptedReading> believe_streak(AcceptedReading first);
  AcceptedReading first_of_new_course();
  void forget_streak();
  bool may_have_wrapped(const RegisterReading& reading) const;
  bool odd_before_rollover() const;
  bool wraps_are_countable(const RegisterReading& from, const RegisterReading& to) const;
  const RegisterReading& streak_end() const { return streak_[streak_size_ - 1]; }

  RegisterSettings settings_;
  std::int64_t rate_;  // 1.2 · P_max in mW
  Duration update_period_;
  Flow flow_;
  FrozenRegister frozen_;
  std::optional<RegisterReading> believed_;
  std::optional<Joules> replaced_;  // last believed reading of a register that was taken away
  std::optional<RegisterReading> departed_;  // the first reading that left the believed course
  std::array<RegisterReading, agreeing_readings> streak_;
  std::size_t streak_size_ = 0;
  bool streak_on_old_course_ = false;
  std::array<AcceptedReading, agreeing_readings> accepted_;
  std::vector<StepEvent> events_;
};

}  // namespace pue::energy
