#include "sim/smooth_noise.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace pue::sim;

TEST_CASE("smooth noise stays within -1 and 1 and hardly moves within a hundredth of its period") {
  for (int i = 0; i < 20000; ++i) {
    const double t = 1.7e9 + i * 37.0;
    const double value = smooth_noise(7, 3, t, 1000.0);
    REQUIRE(std::abs(value) <= 1.0);
    // The steepest slope of s²(3-2s) is 1.5 a period; over a range of 2 and 1/100 period: 0.03.
    REQUIRE(std::abs(smooth_noise(7, 3, t + 10.0, 1000.0) - value) <= 0.0301);
  }
}

TEST_CASE("seed and channel select different signals, equal ones repeat") {
  CHECK(smooth_noise(1, 1, 1.7e9, 60.0) == smooth_noise(1, 1, 1.7e9, 60.0));
  CHECK(smooth_noise(1, 1, 1.7e9, 60.0) != smooth_noise(2, 1, 1.7e9, 60.0));
  CHECK(smooth_noise(1, 1, 1.7e9, 60.0) != smooth_noise(1, 2, 1.7e9, 60.0));
}

TEST_CASE("the smooth step is 0, a half and 1 at its ends and middle") {
  CHECK(smooth_step(10, 20, 5) == 0.0);
  CHECK(smooth_step(10, 20, 15) == 0.5);
  CHECK(smooth_step(10, 20, 25) == 1.0);
}
