#include "runtime/user_name.h"

#include <catch2/catch.hpp>

using namespace pue::runtime;

TEST_CASE("a user is named, or numbered where this machine knows none") {
  CHECK(user_name(0) == "root");
  CHECK(user_name(3'999'999'999U) == "3999999999");
}

TEST_CASE("what was said of who did it stands beside who it was") {
  CHECK(said_and_known("", 0) == "root");
  CHECK(said_and_known("root", 0) == "root");
  CHECK(said_and_known("Li Wei", 0) == "Li Wei (root)");
}
