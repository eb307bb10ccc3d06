#include "engine/clock_state.h"

#include <catch2/catch.hpp>

#include "base/limits.h"

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;

namespace {

ClockState state(int second, ClockSync sync, std::optional<Duration> error = {}) {
  return {UtcTime{second * 1s}, sync, error};
}

}  // namespace

TEST_CASE("the first state of a clock is told, then only changes, with the error they had") {
  const auto kept = ClockSync::synchronised;
  const auto free = ClockSync::unsynchronised;
  ClockStateChanges changes;
  changes.observe(state(1, kept, 5ms));
  changes.observe(state(2, kept, 6ms));
  changes.observe(state(3, free));
  CHECK(changes.take() == std::vector<ClockState>{state(1, kept, 5ms), state(3, free)});
  changes.observe(state(4, free));
  CHECK(changes.take().empty());
  changes.observe(state(5, ClockSync::unknown));
  changes.observe(state(6, kept, 7ms));
  CHECK(changes.take() ==
        std::vector<ClockState>{state(5, ClockSync::unknown), state(6, kept, 7ms)});
}

TEST_CASE("a clock that comes and goes without end fills no memory, and the change is not lost") {
  ClockStateChanges changes;
  const int count = static_cast<int>(limits::step_events) + 1;
  for (int i = 0; i < count; ++i)
    changes.observe(state(i, i % 2 ? ClockSync::unsynchronised : ClockSync::unknown));
  CHECK(changes.take().size() == limits::step_events);
  // The last one kept was `unsynchronised`, the one that found no room is told when there is some.
  changes.observe(state(count, ClockSync::unknown));
  CHECK(changes.take().size() == 1);
}

TEST_CASE("states of a clock have their names") {
  CHECK(name(ClockSync::unknown) == "unknown");
  CHECK(name(ClockSync::synchronised) == "synchronised");
  CHECK(name(ClockSync::unsynchronised) == "unsynchronised");
}
