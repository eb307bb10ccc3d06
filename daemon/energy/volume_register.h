// A register of volume is followed by the same course and estimate as one of energy: both count up
// in whole steps, with rollovers, glitches and outages; only what a count stands for differs. Here
// alone millilitres become the tracker's counts, and counts millilitres.
#pragma once

#include "base/units.h"
#include "base/volume.h"

namespace pue::energy {

constexpr Joules as_counts(Millilitres volume) { return Joules{volume.count}; }
constexpr Millilitres volume_of(Joules counts) { return {counts.count}; }
/// What P_max is for a register of energy.
constexpr Watts as_rate_of_counts(VolumeFlow flow) { return Watts{flow.value}; }

}  // namespace pue::energy
