// x(t): the energy that has passed in one direction, estimated from power and kept within the step
// of the register. It is told which readings are believed; it never judges them
// (docs/domain.md, "Register-bounded energy", rules 1 to 3). Below a net register x may fall and is
// held within one step on either side.
#pragma once

#include <algorithm>
#include <optional>

#include "base/units.h"
#include "energy/power_integral.h"

namespace pue::energy {

/// The time from one believed reading to the next, and how x goes through it. In millijoules above
/// the register at the start of the bracket.
struct Bracket {
  /// by_power: x += ∫P, with the observed mean where no power is known. shaped: ∫P gives the shape,
  /// the register the total (longer than an interval, so that no power's error is moved into the
  /// next one). linear: power is known for less than 80 % of the time.
  enum class Course : std::uint8_t { by_power, shaped, linear };

  Flow flow = Flow::imported;
  PowerMark start;
  PowerMark end;
  Joules step;  // ΔR
  Course course = Course::linear;
  std::int64_t from = 0;     // x at the start
  std::int64_t to = 0;       // x at the end, clamped to [ΔR − below, ΔR + above] or x + ΔR
  std::int64_t highest = 0;  // x that was reached before the bracket; it does not fall below
  std::int64_t above = 0;    // q + P·τ
  std::int64_t below = 0;    // 0; of a net register q − P·τ
  /// ∫P from the start to the end; absent when linear.
  std::optional<std::int64_t> powered = {};
  /// What the register had to correct. In a linear bracket it alone places x: one count.
  std::int64_t clamp = 0;

  /// x, never falling (but below a net register), at a mark of the bracket.
  std::int64_t at(const PowerMark& mark) const;
  /// What x would have to fall by at the end to lie within its bounds.
  std::int64_t withheld() const { return at(end) - to; }
  /// How far a net register's x can have gone within the bracket, and come back; else 0.
  std::int64_t excursion() const;
  Duration length() const { return end.at.mono - start.at.mono; }
};

class RegisterEstimate {
 public:
  /// `update_period`: τ. Brackets longer than `interval` are shaped, not carried.
  RegisterEstimate(Flow flow, Duration update_period, Duration interval)
      : flow_(flow), update_period_(update_period), interval_(interval) {}

  /// x begins at 0; without effect on an estimate that has begun.
  void begin(const PowerMark& mark);
  bool begun() const { return begun_; }
  Flow flow() const { return flow_; }
  const PowerMark& anchor() const { return anchor_; }

  /// x over the time from the anchor to a believed reading that is `step` further; `resolution`: q.
  Bracket bracket(const PowerMark& end, Joules step, Joules resolution) const;
  /// Moves the anchor to the bracket's end.
  void pass(const Bracket& bracket);
  /// Moves the anchor to a later `end` without a register: x += ∫P, and the unknown part of the
  /// time takes the observed mean if ≥ 80 % is known. False (x takes only what was seen) if less
  /// is.
  bool carry(const PowerMark& end);
  /// A register counts on from where x stands: what power carried stays.
  void rebase();
  /// The first reading of a register: the energy lies anywhere within its first count, so x does in
  /// the middle of it. (Of a net register, where it lies on either side, at the reading.)
  void begin_register(Joules resolution);

  /// x at the anchor, and at a mark of a bracket that begins there: whole joules, never falling.
  Joules energy() const { return energy_at(highest_); }
  Joules energy(const Bracket& bracket, const PowerMark& mark) const {
    return energy_at(bracket.at(mark));
  }

  /// R at the last believed reading, on x's scale, and the bounds of x around it, for evidence.
  Joules base() const { return register_; }
  std::int64_t above() const { return above_; }
  std::int64_t below() const { return below_; }
  std::int64_t withheld() const { return highest_ - x_; }

  /// Remembers that the counter has followed power up to `now`, before readings that lie further
  /// back are believed.
  void follow(const PowerMark& now);
  /// For counters: x with power's progress up to `now`, never below what was seen before. It may
  /// run ahead of `energy` for as long as the register does not confirm the power.
  Joules counter(const PowerMark& now) const;
  /// A counter has shown more than is known: it goes on from the most that it can have shown while
  /// the register stood where it stands.
  void raise_counter() { counter_ = std::max(counter_, above_); }
  /// The counter starts again from x: everything before the first believed reading is no energy.
  void restart_counter() { counter_ = highest_; }

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  Joules energy_at(std::int64_t above_register) const;
  std::int64_t followed(const PowerMark& now) const;
  void raise_register(Joules step);

  Flow flow_;
  Duration update_period_;
  Duration interval_;
  bool begun_ = false;
  PowerMark anchor_;
  Joules register_;  // R, unwrapped, on x's own scale
  // In millijoules above the register:
  std::int64_t x_ = 0;        // clamped estimate
  std::int64_t highest_ = 0;  // running maximum of x: a downward clamp is withheld
  std::int64_t counter_ = 0;  // running maximum of all that a counter has shown
  std::int64_t above_ = 0;    // bounds of x at the anchor
  std::int64_t below_ = 0;
};

}  // namespace pue::energy
