// Whether a register stands still while power flows, and what its next step then tells: that it had
// only been silent, or that it has not counted. It is told believed readings and moves no energy.
//
// Between two steps of a sound register power delivers at most one count, and what one update
// period hides. While it stands still for longer it is not yet clear who is wrong: such readings
// are held (direction_energy.h) until
// - a step: the register was right, and each reading bounds x as ever; or
// - 3 q + P_max·τ by power since the first reading that showed it unmoved, and three such readings
//   (nothing follows from one that a gateway repeats): it is *frozen*. From the last reading that
//   was not held x is carried by power alone. The time between the last step and that first reading
//   is no evidence: a load that ends in it has a trapezoid that nobody counted. Nor is a power
//   below the meter's starting current, at which its register rightly stands.
// A frozen register that steps on has either *caught up* (the step is about as large as what power
// delivered since the last step: the total is the register's again, the frozen time only split by
// power) or *moved on* from where it stood (the step is about what power delivered since the last
// reading: what power carried stands, and the register counts on from there). The nearer decides;
// both differ by 3 q at least. Either way no energy is lost and none is counted twice.
#pragma once

#include "base/units.h"
#include "energy/power_integral.h"

namespace pue::energy {

class FrozenRegister {
 public:
  enum class Standing : std::uint8_t { moving, frozen, caught_up, moved_on };

  FrozenRegister(Flow flow, Watts max_power, Duration update_period);

  /// A course begins with a reading here.
  void begin(const PowerMark& mark);
  /// A believed reading, `step` further than the one before; `resolution`: q.
  Standing believe(const PowerMark& mark, Joules step, Joules resolution);

  /// It should have stepped: a step may make up for the whole time since the last one.
  bool overdue() const { return overdue_; }
  bool frozen() const { return frozen_; }
  /// The first reading that showed what the register still shows.
  const PowerMark& last_change() const { return changed_; }

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  bool should_have_moved(const PowerMark& mark, std::int64_t least) const;
  Standing move(const PowerMark& mark, Joules step);
  std::int64_t power_since(const PowerMark& from, const PowerMark& to) const;

  Flow flow_;
  Watts max_power_;
  std::int64_t hidden_;  // P_max·τ in mJ
  PowerMark changed_;
  PowerMark last_;
  PowerMark unmoved_since_;  // the first reading that showed no step
  int unmoved_ = 0;       // readings that show what changed_ showed, it included, as far as needed
  bool overdue_ = false;  // also while frozen
  bool frozen_ = false;
};

/// The least that a meter must count over a time: what flows at its starting current, 0.4 % of the
/// rated one (IEC 62053-21, for class 1 connected directly; others start below), in mJ. P_max
/// stands for the rated load.
std::int64_t starting_energy(Watts max_power, Duration time);

}  // namespace pue::energy
