#include "runtime/kernel_clock.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::runtime;
using engine::ClockState;
using engine::ClockSync;
using namespace std::chrono_literals;

namespace {

timex told(int status, long maximum_error) {
  timex result{};
  result.status = status;
  result.maxerror = maximum_error;
  return result;
}

}  // namespace

TEST_CASE("a clock that a time service keeps is synchronised, its greatest error is microseconds") {
  const UtcTime at{5s};
  CHECK(clock_state_of(at, TIME_OK, told(STA_PLL, 12'345)) ==
        ClockState{at, ClockSync::synchronised, 12'345'000ns});
  // A leap second that is announced is no fault.
  CHECK(clock_state_of(at, TIME_INS, told(STA_PLL | STA_INS, 1)) ==
        ClockState{at, ClockSync::synchronised, 1us});
}

TEST_CASE("a clock that runs free is not synchronised and has no error to go by") {
  const UtcTime at{5s};
  for (const int status : {STA_UNSYNC, STA_PLL | STA_UNSYNC, STA_CLOCKERR})
    CHECK(clock_state_of(at, TIME_ERROR, told(status, 16'000'000)) ==
          ClockState{at, ClockSync::unsynchronised, {}});
}

TEST_CASE("where the kernel does not say it the state is not known") {
  const UtcTime at{5s};
  CHECK(clock_state_of(at, -1, told(0, 7)) == ClockState{at, ClockSync::unknown, {}});
}

TEST_CASE("the kernel here gives some answer, with an error exactly when it is synchronised") {
  const auto state = kernel_clock(UtcTime{7s});
  CHECK(state.at == UtcTime{7s});
  CHECK(state.maximum_error.has_value() == (state.sync == ClockSync::synchronised));
}
