#include "runtime/newest_readings.h"

#include <catch2/catch.hpp>

using namespace pue;
using meter::Quantity;

namespace {
meter::Reading reading(std::uint32_t meter, Quantity quantity, double value) {
  return {{}, MeterId{meter}, quantity, value};
}
}  // namespace

TEST_CASE("the newest reading of each point is kept, an older one superseded and counted") {
  runtime::NewestReadings newest;
  newest.put(reading(1, Quantity::active_power_w, 10));
  newest.put(reading(1, Quantity::frequency_hz, 50));
  newest.put(reading(2, Quantity::active_power_w, 20));
  newest.put(reading(1, Quantity::active_power_w, 11));
  std::vector<meter::Reading> taken;
  newest.take(taken);
  CHECK(taken == std::vector{reading(1, Quantity::active_power_w, 11),
                             reading(1, Quantity::frequency_hz, 50),
                             reading(2, Quantity::active_power_w, 20)});
  CHECK(newest.superseded() == 1);
}

TEST_CASE("a reading is taken once, and what was taken is not superseded") {
  runtime::NewestReadings newest;
  newest.put(reading(1, Quantity::active_power_w, 10));
  std::vector<meter::Reading> taken;
  newest.take(taken);
  newest.put(reading(1, Quantity::active_power_w, 11));
  taken.clear();
  newest.take(taken);
  CHECK(taken.size() == 1);
  newest.take(taken);
  CHECK(taken.size() == 1);
  CHECK(newest.superseded() == 0);
}
