// The kernel's word on the wall clock (adjtimex(2), which only reads here): whether a time service
// keeps it, and its greatest error.
#pragma once

#include <sys/timex.h>

#include "engine/clock_state.h"

namespace pue::runtime {

/// `unknown` where the kernel does not say: in a container, or under a filter of system calls.
engine::ClockState kernel_clock(UtcTime at);

/// What an answer of adjtimex means; below 0 it is none.
engine::ClockState clock_state_of(UtcTime at, int answer, const timex& told);

}  // namespace pue::runtime
