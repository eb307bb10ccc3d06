// One meter's energy: its registers and its power become energies between boundaries
// (docs/domain.md, "Energy from meters"). It is told readings and boundaries in the order of time
// and asked for settled interval energies. It knows no site, no role and no clock.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/units.h"
#include "energy/confirmation.h"
#include "energy/evidence.h"
#include "energy/quality.h"
#include "energy/register_power.h"

namespace pue::energy {

/// What one register needs to be believed. All energies on the primary side.
struct RegisterSettings {
  Joules step;                    // q: one count of the register
  std::optional<Joules> modulus;  // M: where it wraps; absent: a fall back is never a rollover
  /// Joules per 1.0 of a float32 register: its ulp overtakes `step` as the reading grows.
  std::optional<Joules> float32_unit;
  bool operator==(const RegisterSettings&) const = default;
};

struct TrackerSettings {
  std::optional<RegisterSettings> import;
  std::optional<RegisterSettings> export_;
  bool has_power = false;
  Watts max_power;            // P_max; > 0 whenever there is a register
  Duration update_period{0};  // τ of the registers
  Duration power_gap;         // two powers further apart leave the time between unknown
  Duration interval;          // 15 min
  /// A signed register that counts import − export. Used only without `import` and `export_`, which
  /// tell more; its modulus is not: it never wraps.
  std::optional<RegisterSettings> net = {};
  /// The profile may be wrong: intervals are flagged until register and power agree.
  bool unconfirmed = false;
  bool operator==(const TrackerSettings&) const = default;
};

/// Energy of one meter in one interval, net = import − export, positive as its role says. Of a net
/// register `imported` is the net energy, of either sign, and `exported` 0: nobody knows it.
struct IntervalEnergy {
  Period interval;
  Quality quality = Quality::missing;
  Joules imported;  // 0 with Quality::missing: callers look at the quality first
  Joules exported;
  /// With `recovered`: the whole span whose total is measured but whose split is estimated.
  std::optional<Period> gap;
  /// For resolution_uncertainty: one count q of the coarser register at the end (0 without a
  /// register), and Σ|clamps| of both directions, rounded up.
  Joules resolution = {};
  Joules clamped = {};
  /// The profile was not confirmed when the interval came out: usable, not covered.
  bool unconfirmed = false;
  /// Absent for `missing` and for provisional intervals.
  SharedEvidence evidence = {};
  Joules net() const { return imported - exported; }
  bool operator==(const IntervalEnergy&) const = default;
};

/// Steps that were not consumption, as they are recognised.
struct StepEvent {
  enum class Kind : std::uint8_t { glitch, rollover, reset, ambiguous, swap };
  UtcTime at;
  Kind kind = Kind::glitch;
  Joules before;  // last accepted raw reading
  Joules after;   // the raw reading that left the course
  bool operator==(const StepEvent&) const = default;
};

/// What a person read of one direction's registers at an announced change.
struct RegisterChange {
  std::optional<Joules> final_reading;    // raw, of the register that ends
  std::optional<Joules> initial_reading;  // raw, of the one that begins
  bool operator==(const RegisterChange&) const = default;
};

/// A meter was replaced, or its multiplier (CT, VT) changed. Of a net register: `import`.
struct Discontinuity {
  RegisterChange import;
  RegisterChange export_;
  bool operator==(const Discontinuity&) const = default;
};

/// Batching does not matter: the same readings, powers and boundaries in the same order give the
/// same settled energies, counters and events, however many `advance` calls (each with a time that
/// keeps its promise), queries and save/restore lie between. Only `provisional` may differ.
class MeterTracker {
 public:
  explicit MeterTracker(TrackerSettings settings);
  ~MeterTracker();
  MeterTracker(MeterTracker&&) noexcept;
  MeterTracker& operator=(MeterTracker&&) noexcept;

  /// Active power, sign as the role says. Times never go back; equal times are allowed; what is
  /// older than the last event is ignored, and so is |power| > 1.2 · P_max (where P_max is given):
  /// its time is unknown.
  void power(Moment at, Watts power);
  /// Raw register readings, not yet unwrapped. Nothing follows from one odd reading, nor from the
  /// first one: three must agree. What was pending is then settled as if it had been believed at
  /// once.
  void import_register(Moment at, Joules reading);
  void export_register(Moment at, Joules reading);
  void net_register(Moment at, Joules reading);
  /// The registers end at `at` and others begin: what was told before it is judged against the old
  /// ones, what comes after it against the new ones. With both readings of a direction its energy
  /// is exact and the interval `edited`. What is not entered is not known: power carries x until
  /// three readings agree on the new course (`integrated`, or missing). A final reading that is no
  /// legal step counts as not entered. Either way a StepEvent `swap`.
  /// False, without effect, for a moment that has passed: a change that is entered late acts by
  /// replaying the readings from before it, never here.
  bool change(Moment at, const Discontinuity& change);
  /// The end of an interval (and start of the next). Called in order, between the readings around
  /// it; before or after a reading of the same time. Beyond limits::pending_boundaries unsettled
  /// ones the oldest interval is given up as missing (its energy stays in the counters).
  void boundary(Moment at);
  /// Nothing at or before `at` will come any more; unknown power times are given up where they are.
  void advance(Moment at);

  /// Intervals whose both boundaries are settled by readings at or after them, oldest first; each
  /// is returned once. A meter without register settles when power at the boundary is known.
  /// The interval in which a register was first read is `missing`, or `integrated` if power covers
  /// the part before; so is one with a step of unknown size in it.
  std::vector<IntervalEnergy> take_settled();
  /// The best statement that can be made now about [boundary i, i+1) that is not settled: used at
  /// the end of the grace period. `integrated` from power alone if ≥ 80 % of the time was observed,
  /// else `missing`. It has no evidence, and does not prevent the settled version that comes with
  /// the next readings.
  IntervalEnergy provisional(Period interval) const;

  /// Energies for counters: 0 at the first believed reading (or first power, without registers),
  /// with power's progress up to the last event, never decreasing; absent before, for a direction
  /// that the meter does not have, and for both of a net register, which can fall.
  std::optional<Joules> total_imported() const;
  std::optional<Joules> total_exported() const;
  /// Since the start or `restore` each direction has believed a reading (or got a power, without
  /// registers). Before, the totals are those of the state: less than was shown after it.
  bool caught_up() const;
  /// A register stands still although power says that it should have moved.
  bool register_frozen() const;
  /// Of a meter that shows no power: what its registers tell of it. Not part of the saved state.
  std::optional<RegisterPower::Value> register_power() const;
  /// Whether registers and power agree (docs/domain.md, "Unconfirmed profiles"): open while no
  /// direction has delivered enough, contradicted as soon as one of them disagrees.
  Confirmation::Verdict confirmation() const;

  /// Steps recognised, each once, in the order of recognition; of those that nobody takes only the
  /// newest limits::step_events are kept. What is dropped before the first course is agreed leaves
  /// no event: there is nothing yet to step from.
  std::vector<StepEvent> take_events();

  /// The whole state as canonical text (integers only, times in UTC), and back; `now`, not before
  /// what `advance` was told, gives the mapping from UTC to this run's MonoTime. A state of other
  /// settings (registers or power added or removed, step, modulus or float32 unit changed) begins a
  /// new segment, and a damaged state tells nothing: `restore` returns false and leaves the tracker
  /// as new.
  std::string save() const;
  bool restore(const std::string& state, Moment now);
  /// After `restore`: the run that saved the state did not end there (it was killed), and its
  /// totals were shown until then. They go on from the most that they can have been: a register's
  /// upper bound at its next reading; without a register they begin again at 0.
  void went_on();

 private:
  struct State;  // see meter_tracker.cpp
  std::unique_ptr<State> state_;
};

}  // namespace pue::energy
