#include "energy/resolution_uncertainty.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::energy;

namespace {

ResolutionInputs inputs(std::int64_t runs, std::int64_t resolution, std::int64_t clamped,
                        std::int64_t measured, std::int64_t integrated) {
  return {runs, Joules{resolution}, Joules{clamped}, Joules{measured}, Joules{integrated}};
}

}  // namespace

TEST_CASE("a run that clamps often is uncertain by its two ends: one count over the root of 6") {
  // q²/6 = 6; clamps 100² are more
  CHECK(resolution_uncertainty(inputs(1, 6, 100, 0, 0)) == Approx(2.449'489'743));
}

TEST_CASE("a run whose power is hardly corrected is uncertain by the clamps and by 0.5 % of it") {
  // 2² + (0.005 · 200)² = 5, less than q²/6 = 6; 5 → 2.236
  CHECK(resolution_uncertainty(inputs(1, 6, 2, 200, 0)) == Approx(2.236'067'977));
  // (0.005 · 400)² = 4
  CHECK(resolution_uncertainty(inputs(1, 6, 0, 400, 0)) == Approx(2));
  CHECK(resolution_uncertainty(inputs(1, 6, 2, 0, 0)) == Approx(2));
}

TEST_CASE("each contiguous run has two ends of its own") {
  // 2 · 36/6 = 12, less than 3² + (0.005 · 400)² = 13
  CHECK(resolution_uncertainty(inputs(2, 6, 3, 400, 0)) == Approx(3.464'101'615));
  // 3 · 36/6 = 18, more than 13
  CHECK(resolution_uncertainty(inputs(3, 6, 3, 400, 0)) == Approx(3.605'551'275));
}

TEST_CASE("energy from power alone adds 0.5 % of it, whatever the register says") {
  // 12 + (0.005 · 400)² = 16
  CHECK(resolution_uncertainty(inputs(2, 6, 100, 0, 400)) == Approx(4));
  CHECK(resolution_uncertainty(inputs(0, 0, 0, 0, 1000)) == Approx(5));
}

TEST_CASE("energy out of the site is as uncertain as energy into it") {
  CHECK(resolution_uncertainty(inputs(1, 6, 0, -400, -400)) == Approx(2.828'427'125));
}

TEST_CASE("nothing measured is not uncertain") { CHECK(resolution_uncertainty({}) == 0); }

TEST_CASE("a year of 100 MW through a 400 kWh register does not overflow") {
  // 1.44e9 J / √6 = 587,877,538 J
  const auto u =
      resolution_uncertainty(inputs(1, 1'440'000'000, 4'000'000'000'000, 3'153'600'000'000'000, 0));
  CHECK(u == Approx(587'877'538.2));
}
