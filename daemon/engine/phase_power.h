// The active power of a meter that tells only those of its phases: their sum, if all three are
// valid (docs/domain.md, "The power of three phases"). A meter that tells the total needs none.
#pragma once

#include <array>
#include <optional>

#include "meter/point.h"
#include "meter/reading.h"

namespace pue::engine {

class PhasePower {
 public:
  /// `together`: the most by which the readings of one sum may lie apart.
  PhasePower(const std::vector<meter::Point>& points, Duration together);

  /// Any reading of the meter. The total with the third phase of one poll, at the mean of their
  /// times: each reading enters one sum.
  std::optional<meter::Reading> read(const meter::Reading& reading);

 private:
  bool needed_;
  Duration together_;
  std::array<std::optional<meter::Reading>, 3> phases_;  // not yet summed
};

}  // namespace pue::engine
