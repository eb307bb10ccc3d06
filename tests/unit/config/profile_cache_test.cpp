#include "config/profile_cache.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("a profile that is wrong is told once, in its own file") {
  const std::string one = "link: \"modbus+tcp://h\", profile: test/broken, role: it, unit: ";
  CHECK(
      messages(good_site + "meters: [{name: a, " + one + "1}, {name: b, " + one + "2}]\n") ==
      std::vector<std::string>{
          "broken.yaml:1:1: the profile has no \"source\"; write where the register map is from",
          "broken.yaml:1:1: the profile has no \"confidence\"; write confidence: high, medium or "
          "low",
          "broken.yaml:1:1: the profile has no \"points\"; list at least quantity: active_power_w",
          "broken.yaml:2:1: unknown key \"sourec\", did you mean \"source\"?"});
}

TEST_CASE("a profile's name is two names, never a path") {
  CHECK(is_profile_name("eastron/sdm630"));
  for (const auto* name :
       {"", "eastron", "/eastron", "eastron/", "../x", "a/../b", "a/b/c", "a/.b"}) {
    INFO(name);
    CHECK_FALSE(is_profile_name(name));
  }
}
