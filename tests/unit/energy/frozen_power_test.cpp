#include "energy/frozen_power.h"

#include <catch2/catch.hpp>

using namespace pue::energy;

namespace {

FrozenPower repeated(int samples, double value = 10'000, double step = 100) {
  FrozenPower power;
  for (int i = 0; i < samples; ++i) power.power(value, step);
  return power;
}

}  // namespace

TEST_CASE("60 bit-identical powers while another quantity changes are frozen, 59 are not") {
  FrozenPower power = repeated(59);
  power.other_changed();
  CHECK_FALSE(power.frozen());
  power.power(10'000, 100);
  CHECK(power.frozen());
  power.power(10'000, 100);
  CHECK(power.frozen());
}

TEST_CASE("a meter of which nothing changes is idle, not frozen") {
  CHECK_FALSE(repeated(100).frozen());
}

TEST_CASE("a change before the power stood still does not count") {
  FrozenPower power;
  power.other_changed();
  for (int i = 0; i < 60; ++i) power.power(10'000, 100);
  CHECK_FALSE(power.frozen());
  power.other_changed();
  CHECK(power.frozen());
}

TEST_CASE("another power begins anew") {
  FrozenPower power = repeated(60);
  power.other_changed();
  power.power(10'100, 100);
  CHECK_FALSE(power.frozen());
  for (int i = 0; i < 58; ++i) power.power(10'100, 100);
  power.other_changed();
  CHECK_FALSE(power.frozen());
  power.power(10'100, 100);
  CHECK(power.frozen());
}

TEST_CASE("a power of 100 steps can be frozen, a smaller one may well stand still") {
  for (const double value : {10'000.0, -10'000.0, 9'999.0, -9'999.0}) {
    FrozenPower power = repeated(60, value);
    power.other_changed();
    CHECK(power.frozen() == (value == 10'000 || value == -10'000));
  }
}

TEST_CASE("a power of unknown resolution is not judged") {
  for (const double step : {0.0, -1.0}) {
    FrozenPower power = repeated(60, 10'000, step);
    power.other_changed();
    CHECK_FALSE(power.frozen());
  }
}

TEST_CASE("the step may be less than one watt") {
  FrozenPower power = repeated(60, 50, 0.5);
  power.other_changed();
  CHECK(power.frozen());
}
