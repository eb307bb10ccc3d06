#include "ledger/quality_code.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using energy::Quality;

TEST_CASE("the codes of qualities are those of the format page") {
  CHECK(quality_code(Quality::measured) == 0);
  CHECK(quality_code(Quality::recovered) == 1);
  CHECK(quality_code(Quality::integrated) == 2);
  CHECK(quality_code(Quality::missing) == 3);
  CHECK(quality_code(Quality::substituted) == 4);
  CHECK(quality_code(Quality::edited) == 5);
  CHECK(quality_code(Quality::estimated) == 6);
  for (std::uint8_t code = 0; code < 7; ++code)
    CHECK(quality_code(*quality_from_code(code)) == code);
  CHECK_FALSE(quality_from_code(7));
}
