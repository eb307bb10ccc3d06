#include "sim/power_chain.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

TEST_CASE("a UPS at half load loses its constant, linear and square part") {
  // 100 kW · (0.010 + 0.018/2 + 0.015/4) = 2,275 W: 95.6 % efficient.
  CHECK(ups_loss_w(50e3, 100e3) == Approx(2275.0));
  // Idle it still loses 1 % of its rating.
  CHECK(ups_loss_w(0, 100e3) == Approx(1000.0));
}

TEST_CASE("a transformer loses as much exporting as importing") {
  // 1 MVA · (0.0012 + 0.008/4) = 3,200 W.
  CHECK(transformer_loss_w(500e3, 1e6) == Approx(3200.0));
  CHECK(transformer_loss_w(-500e3, 1e6) == Approx(3200.0));
}
