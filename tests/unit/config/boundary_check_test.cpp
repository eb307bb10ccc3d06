#include "config/boundary_check.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("a boundary that cannot be built is told at the meters") {
  const auto errors = messages(good_site +
                               "meters:\n  - {name: ups, link: \"modbus+tcp://h\", unit: 2, "
                               "profile: test/full, role: it, max_power: 1MW}\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].find("p.yaml:3:3: no source meter") == 0);
}
