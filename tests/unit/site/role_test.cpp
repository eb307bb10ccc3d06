#include "site/role.h"

#include <catch2/catch.hpp>

using namespace pue::site;

TEST_CASE("every role is read back from its own name") {
  for (int index = 0; index <= static_cast<int>(Role::excluded); ++index) {
    const auto role = static_cast<Role>(index);
    CHECK(role_from_name(name(role)) == role);
  }
  CHECK(name(Role::power_loss) == "power_loss");
  CHECK(name(Role::excluded) == "excluded");
}

TEST_CASE("an unknown role or point is none, not a default") {
  CHECK_FALSE(role_from_name("pump"));
  CHECK_FALSE(role_from_name(""));
  CHECK_FALSE(role_from_name("Grid"));
  CHECK_FALSE(it_point_from_name("ups"));
}

TEST_CASE("only what brings energy into the site is a source, only sun and wind are renewable") {
  CHECK(is_source(Role::grid));
  CHECK(is_source(Role::genset));
  CHECK_FALSE(is_source(Role::battery));
  CHECK_FALSE(is_source(Role::it));
  CHECK(is_renewable(Role::wind));
  CHECK_FALSE(is_renewable(Role::genset));
  CHECK_FALSE(is_renewable(Role::grid));
}

TEST_CASE("the category of a point is that of ISO/IEC 30134-2") {
  CHECK(category(*it_point_from_name("ups_output")) == 1);
  CHECK(category(*it_point_from_name("mains_feed")) == 1);
  CHECK(category(*it_point_from_name("dc_output")) == 1);
  CHECK(category(*it_point_from_name("pdu_output")) == 2);
  CHECK(category(*it_point_from_name("it_input")) == 3);
  CHECK(name(ItPoint::it_input) == "it_input");
}

TEST_CASE("subsystems have the names of the subsystem label") {
  CHECK(name(Subsystem::cooling) == "cooling");
  CHECK(name(Subsystem::power_loss) == "power_loss");
  CHECK(name(Subsystem::unexplained) == "unexplained");
}
