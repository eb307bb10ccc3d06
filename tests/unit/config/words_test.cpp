#include "config/words.h"

#include <catch2/catch.hpp>

using namespace pue::config;

TEST_CASE("a word that is not known is told with the nearest, as of a later version, or with all") {
  const std::vector<std::string_view> known = {"grid", "cooling"};
  const std::vector<std::string_view> later = {"water"};
  CHECK(unknown_word("role", "gird", known, later) ==
        "unknown role \"gird\", did you mean \"grid\"?");
  CHECK(unknown_word("role", "water", known, later) ==
        "role \"water\" is not supported yet by this version");
  CHECK(unknown_word("role", "turbine", known, later) ==
        "unknown role \"turbine\"; known are grid, cooling");
}
