#include "runtime/kernel_clock.h"

#include <chrono>

namespace pue::runtime {

engine::ClockState kernel_clock(UtcTime at) {
  timex told{};  // modes 0: nothing is set
  const int answer = ::adjtimex(&told);
  return clock_state_of(at, answer, told);
}

engine::ClockState clock_state_of(UtcTime at, int answer, const timex& told) {
  using engine::ClockSync;
  if (answer < 0) return {at, ClockSync::unknown, {}};
  // The kernel sets STA_UNSYNC by itself when the error has grown to 16 s.
  if ((told.status & (STA_UNSYNC | STA_CLOCKERR)) != 0) return {at, ClockSync::unsynchronised, {}};
  return {at, ClockSync::synchronised, std::chrono::microseconds{told.maxerror}};
}

}  // namespace pue::runtime
