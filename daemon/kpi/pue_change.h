// Why PUE changed between two windows: the effect of each subsystem's overhead and of the IT load,
// which add up exactly to the change. "Overhead unchanged, IT load −30 %" is no fault of cooling.
#pragma once

#include <array>
#include <optional>

#include "kpi/period_sums.h"

namespace pue::kpi {

struct PueChange {
  double before = 0;  // PUE of the earlier window
  double after = 0;
  /// By Subsystem, in points of PUE; a subsystem that one window does not know is part of
  /// unexplained in both.
  std::array<double, site::subsystem_count> subsystem{};
  double it = 0;           // effect of the IT load
  double it_relative = 0;  // change of the IT power, −0.3 is −30 %

  /// PUE rose because IT load fell, by 20 % or more, while the overhead's own effect is at most a
  /// fifth of that: nothing that cooling did wrong.
  bool is_it_drop() const;
};

/// From mean paired powers (energy over usable time): effect of subsystem s =
/// (O_s1 − O_s0) · (1/I0 + 1/I1) / 2, of IT = (O0 + O1)/2 · (1/I1 − 1/I0) (docs/domain.md, PUE).
/// Absent unless both windows have usable intervals and IT energy.
std::optional<PueChange> pue_change(const PeriodSums& before, const PeriodSums& after);

}  // namespace pue::kpi
