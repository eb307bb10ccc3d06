// The boundaries of a meter's intervals that still wait for a reading at or after them, and the
// intervals that come out when both their boundaries are settled. It joins the two directions; how
// much energy had passed at a boundary is told to it.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "energy/meter_tracker.h"
#include "energy/power_integral.h"

namespace pue::energy {

/// One direction at one boundary. "Before" is the interval that ends here.
struct BoundaryEnergy {
  Joules energy;                          // x
  Quality before = Quality::measured;     // worst step before
  std::optional<Period> gap = {};         // the readings around it, when they are too far apart
  std::optional<Period> gap_before = {};  // a gap that ended before, within the interval
  std::int64_t clamped = 0;               // Σ|clamps| before, mJ
  Joules resolution = {};                 // q of the register; 0 without one
  std::optional<RegisterBounds> bounds = {};
  bool operator==(const BoundaryEnergy&) const = default;
};

class PendingBoundaries {
 public:
  /// Which directions the meter has, and what of its power the first one is. With none every
  /// interval is missing.
  explicit PendingBoundaries(std::array<bool, directions.size()> active,
                             Flow first = Flow::imported)
      : active_(active), flows_{first, Flow::exported} {}

  /// A boundary; `at` is later than that of the one before, else it is ignored (false). Beyond
  /// limits::pending_boundaries the oldest interval is given up as missing; its energy stays in the
  /// counters.
  bool add(const PowerMark& mark);
  /// The oldest boundary whose energy in that direction is not known, or null.
  const PowerMark* unsettled(Direction direction) const;
  /// The energy at that oldest boundary.
  void settle(Direction direction, const BoundaryEnergy& energy);

  /// Whether the intervals that close from now on are of a profile that nothing has confirmed.
  void mark_unconfirmed(bool unconfirmed) { unconfirmed_ = unconfirmed; }

  /// Intervals with both boundaries settled, oldest first, each once.
  std::vector<IntervalEnergy> take();
  /// The boundary at that moment, if its interval has not come out yet.
  const PowerMark* find(UtcTime at) const;
  const std::array<bool, directions.size()>& active() const { return active_; }
  Flow flow(Direction direction) const { return flows_[position(direction)]; }

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  struct Boundary {
    PowerMark mark;
    // Of the many that wait for a register most have none.
    std::array<std::unique_ptr<const BoundaryEnergy>, directions.size()> energies;
  };

  void close_settled();
  bool settled(const Boundary& boundary) const;
  IntervalEnergy interval(const Boundary& start, const Boundary& end) const;
  DirectionEvidence evidence(Direction direction, const Boundary& start, const Boundary& end) const;
  void drop_oldest();
  void read_boundary(StateReader& in);

  std::array<bool, directions.size()> active_;
  std::array<Flow, directions.size()> flows_;
  bool unconfirmed_ = false;
  std::deque<Boundary> boundaries_;  // the first one starts the oldest interval
  std::array<std::size_t, directions.size()> unsettled_{};  // index of the oldest, per direction
  std::vector<IntervalEnergy> closed_;
};

}  // namespace pue::energy
