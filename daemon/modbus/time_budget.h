// A share of a bus's time that some of its work may take from the rest. Time is earned as it
// passes and spent by work; at most a bounded amount is saved up, so that a long quiet time buys no
// burst.
#pragma once

#include "base/time.h"

namespace pue::modbus {

class TimeBudget {
 public:
  /// `share` 0–1 of the time from `start`; `most` that can be saved up.
  TimeBudget(double share, Duration most, MonoTime start);

  /// Whether work of this length can be paid for; work longer than `most` needs all of it.
  bool affords(Duration work, MonoTime now);
  /// What the work took; more than was there is owed.
  void spend(Duration work) { saved_ -= work; }

 private:
  double share_;
  Duration most_;
  Duration saved_{0};
  MonoTime earned_until_;
};

}  // namespace pue::modbus
