// The power of a meter that shows none, from believed steps of its registers: ΔR/Δt over the
// shortest span with 20 counts, at most 15 min (docs/domain.md, "Live"). It places no energy.
#pragma once

#include <array>
#include <deque>
#include <optional>

#include "base/time.h"
#include "base/units.h"
#include "energy/direction.h"

namespace pue::energy {

class RegisterPower {
 public:
  struct Value {
    Moment at;  // the end of the span: the newest reading
    Watts power;
  };

  /// By Direction: which registers there are.
  explicit RegisterPower(std::array<bool, directions.size()> exists) : exists_(exists) {}

  /// A believed reading, `step` further than the one before; `resolution`: q.
  void believed(Direction direction, Moment at, Joules step, Joules resolution);
  /// What flowed before the next reading is not known: a span begins after it.
  void begin();

  /// Import − export; absent without such a span, or while a register was not yet read.
  std::optional<Value> value() const;

 private:
  struct Register {
    std::optional<Moment> read;
    Joules counted;
    Joules resolution;
  };
  /// A reading at which a register had just moved. Between two of them lies a whole number of
  /// counts, wherever in a count a reading falls.
  struct Mark {
    Moment at;
    std::array<Joules, directions.size()> counted;
  };
  void mark(Moment at);
  void forget(Moment now);
  bool enough(const Mark& start) const;
  std::optional<Moment> read_until() const;
  double watts(Direction direction, Moment until) const;

  std::array<bool, directions.size()> exists_;
  std::array<Register, directions.size()> registers_;
  std::deque<Mark> marks_;  // the front begins the shortest span, once there is one
};

}  // namespace pue::energy
