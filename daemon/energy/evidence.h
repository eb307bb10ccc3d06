// What the energy of an interval rests on: the readings around both boundaries, where x stood
// between them, and what power saw. Enough to check the interval without the daemon that made it
// (docs/domain.md, "Evidence of an interval"). It is no signature: who wrote it is the ledger's.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "base/units.h"
#include "energy/direction.h"

namespace pue::energy {

struct IntervalEnergy;

struct RegisterPoint {
  UtcTime at;
  Joules raw;
  bool operator==(const RegisterPoint&) const = default;
};

/// The two believed readings that hold x at a boundary (one and the same if it was taken at the
/// boundary): base − below ≤ x ≤ base + step + above + withheld, that is
/// R_before ≤ x ≤ R_after + q + P·τ + withheld. A net register may have stepped back: then `step`
/// stands on the other side.
struct RegisterBounds {
  RegisterPoint before;
  RegisterPoint after;
  Joules base;      // where `before` stands on x's scale, which passes rollovers and swaps
  Joules step;      // energy between the two: after − before, over a rollover + M
  Joules below;     // 0; of a net register q, P·τ and what came and went in between
  Joules above;     // q + P·τ; of a net register the same as below
  Joules withheld;  // what x would have to fall by to lie within q + P·τ
  bool operator==(const RegisterBounds&) const = default;
};

struct BoundaryEvidence {
  Joules x;
  std::optional<RegisterBounds> bounds;  // absent where power alone carried x
  bool operator==(const BoundaryEvidence&) const = default;
};

struct DirectionEvidence {
  Direction direction = Direction::imported;
  BoundaryEvidence start;
  BoundaryEvidence end;
  Joules integral;       // ∫P over what was observed
  Duration observed{0};  // how long power was known
  Joules clamped;        // Σ|clamps|, rounded up
  bool operator==(const DirectionEvidence&) const = default;
};

/// By direction, only those that the meter has: 240 bytes for a meter with one register.
struct IntervalEvidence {
  std::vector<DirectionEvidence> directions;
  bool operator==(const IntervalEvidence&) const = default;
};

/// Copies of an interval share its evidence; equal is what has equal content.
class SharedEvidence {
 public:
  SharedEvidence() = default;
  explicit SharedEvidence(IntervalEvidence evidence)
      : evidence_(std::make_shared<const IntervalEvidence>(std::move(evidence))) {}

  explicit operator bool() const { return evidence_ != nullptr; }
  const IntervalEvidence& operator*() const { return *evidence_; }
  const IntervalEvidence* operator->() const { return evidence_.get(); }
  bool operator==(const SharedEvidence& other) const;

 private:
  std::shared_ptr<const IntervalEvidence> evidence_;
};

/// The interval's energy is Δx, readings stand around its boundaries, and x lies within their
/// bounds. A missing interval claims nothing and needs no proof; what was entered or estimated from
/// elsewhere has none. An interval in which the wall clock was set back may fail.
bool proves(const SharedEvidence& evidence, const IntervalEnergy& interval);

}  // namespace pue::energy
