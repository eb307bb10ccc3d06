#include "sim/it_load.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

namespace {

double daily_mean_w(double local_midnight) {
  double sum = 0;
  for (int i = 0; i < 96; ++i) sum += it_load({}, 1, local_midnight + i * 900.0).total_w();
  return sum / 96;
}

}  // namespace

TEST_CASE("a Sunday has about 6 % less IT load than a Wednesday") {
  const double sunday = daily_mean_w(1772294400.0);     // 2026-03-01 local (+8)
  const double wednesday = daily_mean_w(1772553600.0);  // 2026-03-04 local
  // 0.94 / 1, with noise of 1.5 % averaged over 48 half hours and three hours of transition.
  CHECK(sunday / wednesday == Approx(0.945).margin(0.012));
}

TEST_CASE("IT load stays within a tenth of its mean and both sides add up to it") {
  for (int i = 0; i < 7 * 96; ++i) {
    const ItLoad load = it_load({}, 1, 1772294400.0 + i * 900.0);
    REQUIRE(load.total_w() == Approx(10.5e6 * 0.6).epsilon(0.15));
    REQUIRE(load.side_a_w / load.total_w() == Approx(0.52).margin(0.0101));
  }
}
