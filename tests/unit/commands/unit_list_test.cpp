#include "commands/unit_list.h"

#include <catch2/catch.hpp>

using namespace pue::commands;

TEST_CASE("units are numbers and ranges, each once and in order") {
  using Units = std::vector<std::uint8_t>;
  CHECK(*parse_units("5", 1, 247) == Units{5});
  CHECK(*parse_units("7,1-3,2", 1, 247) == Units{1, 2, 3, 7});
  CHECK(parse_units("0-255", 0, 255)->size() == 256);
}

TEST_CASE("what are no units is refused with an example") {
  for (const auto* text : {"", "0", "248", "3-1", "1,", "1-", "a", "1-300", "-1"}) {
    CAPTURE(text);
    const auto units = parse_units(text, 1, 247);
    REQUIRE(units.has_error());
    CHECK_THAT(units.error().message, Catch::Contains("for example 1-247"));
  }
}
