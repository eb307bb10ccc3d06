#include "engine/telemetry.h"

#include <catch2/catch.hpp>

using pue::engine::Lateness;

TEST_CASE("a lateness counts in the first bucket whose bound it does not exceed") {
  // Bounds 0.001 0.005 0.01 0.05 0.1 0.5 1 5 +Inf: 0.005 is in the second, 7 in the last.
  Lateness lateness;
  lateness.observe(0.005);
  lateness.observe(0.0);
  lateness.observe(7.0);
  CHECK(lateness.buckets == decltype(lateness.buckets){1, 1, 0, 0, 0, 0, 0, 0, 1});
  CHECK(lateness.sum_seconds == Approx(7.005));
}
