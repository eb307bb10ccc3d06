#include "site/park.h"

#include <catch2/catch.hpp>

using namespace pue::site;

TEST_CASE("each kind of park has its name, and back") {
  for (const auto park : {Park::low_carbon, Park::zero_carbon}) {
    CHECK(park_from_name(name(park)) == park);
  }
  CHECK(name(Park::zero_carbon) == "zero_carbon");
  CHECK_FALSE(park_from_name("green"));
}
