// One direction of one meter, import or export: readings pass the course, believed ones move the
// estimate, and the estimate settles boundaries. Without a register, power alone settles them.
//
// A reading that shows the register unmoved, although power has taken x more than a quarter count
// beyond what it allows, is held: the register may be about to step, or be frozen
// (frozen_register.h). Until that is known boundaries wait, or until an interval has passed in
// which hardly anything flowed.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "energy/pending_boundaries.h"
#include "energy/register_course.h"
#include "energy/register_estimate.h"

namespace pue::energy {

class DirectionEnergy {
 public:
  DirectionEnergy(Direction direction, const TrackerSettings& settings);

  /// The direction has a register, or the meter has none at all but a power. A net register is the
  /// imported direction's.
  static bool exists(Direction direction, const TrackerSettings& settings);
  static bool is_net(const TrackerSettings& settings);

  /// The first thing that is known of the meter; later calls have no effect.
  void begin(const PowerMark& mark) { estimate_.begin(mark); }
  /// A raw reading; without a register it has no effect. The readings that are believed from now
  /// on, oldest first; valid until the next call.
  std::span<const AcceptedReading> reading(const RegisterReading& reading,
                                           PendingBoundaries& boundaries);
  /// q at a reading of the register.
  Joules resolution_at(Joules reading) const { return course_->resolution_at(reading); }
  /// Another register begins here (MeterTracker::change).
  void change(const PowerMark& mark, const RegisterChange& change, PendingBoundaries& boundaries);
  /// A boundary that `boundaries` has just got.
  void boundary(const PowerMark& mark, PendingBoundaries& boundaries);
  /// A power has come: without a register the counter counts from the first one.
  void power_known(const PowerMark& mark);

  /// A reading was believed (without a register: a power came) since the start or `read`.
  bool caught_up() const { return caught_up_; }
  bool frozen() const { return course_ && course_->frozen(); }
  Confirmation::Verdict confirmation() const { return confirmation_.verdict(); }
  /// The run that ended in this state went on after it: its counter has shown more. With a register
  /// it goes on from the upper bound at the next believed reading; without one nobody knows, and it
  /// counts from 0 again, as a Prometheus counter may.
  void went_on();
  /// Energy since the first believed reading (or first power), never falling.
  std::optional<Joules> total(const PowerMark& now) const;
  void take_events(std::vector<StepEvent>& events);

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  void believe(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void continue_course(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void move_along(const Bracket& bracket, const RegisterReading& end,
                  PendingBoundaries& boundaries);
  bool may_rightly_stand(const RegisterReading& reading, Joules resolution) const;
  void catch_up(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void begin_course(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void follow_power(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void carry_to(const PowerMark& end, PendingBoundaries& boundaries);
  void carry(const PowerMark& end);
  void stand_at(const RegisterPoint& reading);
  void settle_within(const Bracket& bracket, const RegisterBounds& bounds,
                     PendingBoundaries& boundaries);
  void settle_here(PendingBoundaries& boundaries);
  void settle(PendingBoundaries& boundaries, BoundaryEnergy energy);
  RegisterBounds bounds_here() const;

  Direction direction_;
  Duration interval_;
  Watts max_power_;
  std::optional<RegisterCourse> course_;
  RegisterEstimate estimate_;
  Confirmation confirmation_;
  std::optional<RegisterPoint> reading_;  // the last one that moved x
  std::optional<RegisterReading> held_;   // the last one that waits for the register to step
  PowerMark held_since_;                  // with held_: the first one
  bool bounded_ = false;                  // x is within its bounds: nothing was carried since

  // Since the last settled boundary:
  Quality since_boundary_ = Quality::measured;  // worst step
  std::optional<Period> gap_;                   // that ended
  std::int64_t clamped_ = 0;                    // Σ|clamps|, mJ

  std::optional<Moment> entered_;       // the last change with an entered reading
  std::optional<UtcTime> frozen_from_;  // the last reading before a register froze
  std::optional<Joules> counted_from_;  // x when the counter was 0
  bool shown_beyond_ = false;           // the counter has shown more than estimate_ knows of
  bool caught_up_ = false;              // of this run, not of the state
};

}  // namespace pue::energy
