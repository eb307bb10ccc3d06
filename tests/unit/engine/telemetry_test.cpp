#include "engine/telemetry.h"

#include <catch2/catch.hpp>

using namespace pue::engine;

TEST_CASE("a lateness counts in the first bucket whose bound it does not exceed") {
  // Bounds 0.001 0.005 0.01 0.05 0.1 0.5 1 5 +Inf: 0.005 is in the second, 7 in the last.
  Lateness lateness;
  lateness.observe(0.005);
  lateness.observe(0.0);
  lateness.observe(7.0);
  CHECK(lateness.buckets == decltype(lateness.buckets){1, 1, 0, 0, 0, 0, 0, 0, 1});
  CHECK(lateness.sum_seconds == Approx(7.005));
}

TEST_CASE("values that the accounting refused are failures of their meter, added to its own") {
  Snapshot snapshot;
  snapshot.meters.resize(3);
  snapshot.meters[0].implausible = 2;
  snapshot.meters[1].implausible = 5;
  Telemetry telemetry;
  telemetry.meters.resize(3);
  telemetry.meters[1].failures = {{"implausible", 3}, {"timeout", 1}};
  count_implausible(snapshot, telemetry);
  using Failures = std::map<std::string, std::uint64_t>;
  CHECK(telemetry.meters[0].failures == Failures{{"implausible", 2}});
  CHECK(telemetry.meters[1].failures == Failures{{"implausible", 8}, {"timeout", 1}});
  CHECK(telemetry.meters[2].failures.empty());
}
