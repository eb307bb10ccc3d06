// The clocks of this machine: the one place where the daemon reads them. Everything pure is told
// the time instead.
#pragma once

#include "base/time.h"

namespace pue::runtime {

/// This moment by CLOCK_MONOTONIC and CLOCK_REALTIME.
Moment now();
/// The monotonic half alone.
MonoTime mono_now();

}  // namespace pue::runtime
