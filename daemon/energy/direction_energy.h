// One direction of one meter, import or export: readings pass the course, believed ones move the
// estimate, and the estimate settles boundaries. Without a register, power alone settles them.
#pragma once

#include <optional>
#include <vector>

#include "energy/pending_boundaries.h"
#include "energy/register_course.h"
#include "energy/register_estimate.h"

namespace pue::energy {

class DirectionEnergy {
 public:
  DirectionEnergy(Direction direction, const TrackerSettings& settings);

  /// The direction has a register, or the meter has none at all but a power.
  static bool exists(Direction direction, const TrackerSettings& settings);

  /// The first thing that is known of the meter; later calls have no effect.
  void begin(const PowerMark& mark) { estimate_.begin(mark); }
  /// A raw reading; without a register it has no effect.
  void reading(const RegisterReading& reading, PendingBoundaries& boundaries);
  /// A boundary that `boundaries` has just got.
  void boundary(const PowerMark& mark, PendingBoundaries& boundaries);
  /// A power has come: without a register the counter counts from the first one.
  void power_known(const PowerMark& mark);

  /// A reading was believed (without a register: a power came) since the start or `read`.
  bool caught_up() const { return caught_up_; }
  /// Energy since the first believed reading (or first power), never falling.
  std::optional<Joules> total(const PowerMark& now) const;
  void take_events(std::vector<StepEvent>& events);

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  void continue_course(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void begin_course(const AcceptedReading& accepted, PendingBoundaries& boundaries);
  void carry(const PowerMark& end);
  void settle(PendingBoundaries& boundaries, Joules energy, std::optional<Period> gap = {});
  void count_from_here();

  Direction direction_;
  Duration interval_;
  std::optional<RegisterCourse> course_;
  RegisterEstimate estimate_;
  Quality since_boundary_ = Quality::measured;  // worst step since the last settled boundary
  std::optional<Joules> counted_from_;          // x when the counter was 0
  bool caught_up_ = false;                      // of this run, not of the state
};

}  // namespace pue::energy
