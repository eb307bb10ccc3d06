#include "runtime/poll_thread.h"

#include <catch2/catch.hpp>

using pue::runtime::poll_threads;

TEST_CASE("thousands of buses are shared by threads, as far as there are cores") {
  CHECK(poll_threads(0, 8) == 1);
  CHECK(poll_threads(4000, 8) == 1);
  CHECK(poll_threads(4001, 8) == 2);
  CHECK(poll_threads(10'000, 8) == 3);
  CHECK(poll_threads(10'000, 2) == 2);
  CHECK(poll_threads(10'000, 0) == 1);  // the system does not say how many
}
