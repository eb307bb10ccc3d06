#include "base/volume.h"

#include <catch2/catch.hpp>

using namespace pue;

TEST_CASE("a register's cubic metres are exact millilitres, a half rounded away from zero") {
  CHECK(millilitres_from_cubic_metres(1.234567) == Millilitres{1'234'567});
  CHECK(millilitres_from_cubic_metres(0.0000005) == Millilitres{1});
  CHECK(cubic_metres(Millilitres{1'234'567}) == 1.234567);
  CHECK(2 * Millilitres{3} + Millilitres{4} == Millilitres{10});
}
