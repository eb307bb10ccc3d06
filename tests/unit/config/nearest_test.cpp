#include "config/nearest.h"

#include <catch2/catch.hpp>

using namespace pue::config;

TEST_CASE("edits are insertions, deletions, substitutions and swaps, without case") {
  CHECK(edit_distance("role", "role") == 0);
  CHECK(edit_distance("rol", "role") == 1);
  CHECK(edit_distance("roole", "role") == 1);
  CHECK(edit_distance("rile", "role") == 1);
  CHECK(edit_distance("roel", "role") == 1);
  CHECK(edit_distance("ROLE", "role") == 0);
  CHECK(edit_distance("", "role") == 4);
  CHECK(edit_distance("kitten", "sitting") == 3);  // k→s, e→i, +g
}

TEST_CASE("the nearest word is told, and none when none is near") {
  const std::vector<std::string_view> roles = {"grid", "cooling", "it"};
  CHECK(nearest("colling", roles) == "cooling");
  CHECK(nearest("gird", roles) == "grid");
  CHECK(nearest("turbine", roles) == std::nullopt);
  CHECK(nearest("x", roles) == std::nullopt);
  CHECK(nearest(std::string(1000, 'x'), roles) == std::nullopt);
  CHECK(did_you_mean("colling", roles) == ", did you mean \"cooling\"?");
  CHECK(did_you_mean("turbine", roles).empty());
}
