#include "energy/exact.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::energy;

TEST_CASE("division goes towards minus infinity") {
  CHECK(scaled(-1, 1, 2) == -1);
  CHECK(scaled(1, 1, 2) == 0);
  CHECK(scaled(-4, 1, 2) == -2);
  CHECK(floor_to_joules(-1) == Joules{-1});
  CHECK(floor_to_joules(1999) == Joules{1});
  CHECK(floor_to_joules(-1000) == Joules{-1});
}

TEST_CASE("a product beyond 64 bits is scaled exactly") {
  // 9e18 · 7 / 9 = 7e18
  CHECK(scaled(9'000'000'000'000'000'000, 7, 9) == 7'000'000'000'000'000'000);
}

TEST_CASE("a magnitude has no sign, beyond 64 bits as well") {
  CHECK(magnitude(-7) == 7);
  CHECK(magnitude(7) == 7);
  const Wide beyond = Wide{9'000'000'000'000'000'000} * 1000;
  CHECK((magnitude(-beyond) == beyond));
}

TEST_CASE("mostly means at least four fifths") {
  CHECK(mostly(80, 100));
  CHECK_FALSE(mostly(79, 100));
}
