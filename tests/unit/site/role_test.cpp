#include "site/role.h"

#include <catch2/catch.hpp>

using namespace pue::site;

TEST_CASE("every role is read back from its own name") {
  for (int index = 0; index < static_cast<int>(role_count); ++index) {
    const auto role = static_cast<Role>(index);
    CHECK(role_from_name(name(role)) == role);
  }
  CHECK(name(Role::power_loss) == "power_loss");
  CHECK(name(Role::excluded) == "excluded");
  CHECK(name(Role::export_) == "export");
  CHECK(name(Role::curtailed) == "curtailed");
  CHECK(name(Role::check) == "check");
  CHECK(name(Role::heat_reuse) == "heat_reuse");
}

TEST_CASE("an unknown role or point is none, not a default") {
  CHECK_FALSE(role_from_name("pump"));
  CHECK_FALSE(role_from_name(""));
  CHECK_FALSE(role_from_name("Grid"));
  CHECK_FALSE(it_point_from_name("ups"));
  CHECK_FALSE(it_point_from_name(""));
  CHECK_FALSE(supplies_from_name(""));
  CHECK_FALSE(battery_boundary_from_name(""));
  CHECK_FALSE(subsystem_from_name(""));
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

TEST_CASE("loads are what is consumed or leaves the boundary") {
  for (const auto role : {Role::it, Role::cooling, Role::power_loss, Role::lighting, Role::other,
                          Role::excluded, Role::export_}) {
    CHECK(is_load(role));
  }
  for (const auto role :
       {Role::grid, Role::solar, Role::wind, Role::genset, Role::battery, Role::feeder,
        Role::curtailed, Role::check, Role::water, Role::heat_reuse}) {
    CHECK_FALSE(is_load(role));
  }
}

TEST_CASE("water and heat are beside electricity") {
  CHECK_FALSE(is_electric(Role::water));
  CHECK_FALSE(is_electric(Role::heat_reuse));
  CHECK(is_electric(Role::grid));
  CHECK(is_electric(Role::check));
}

TEST_CASE("a subsystem and the role that makes it belong together, the rest has no role") {
  CHECK(role_of(Subsystem::cooling) == Role::cooling);
  CHECK(role_of(Subsystem::other) == Role::other);
  CHECK_FALSE(role_of(Subsystem::unexplained).has_value());
  CHECK(subsystem_of(Role::power_loss) == Subsystem::power_loss);
  CHECK(subsystem_of(Role::lighting) == Subsystem::lighting);
  CHECK_FALSE(subsystem_of(Role::it).has_value());
}

TEST_CASE("whom a source supplies and where a battery stands are read by name") {
  CHECK(supplies_from_name("site") == Supplies::site);
  CHECK(supplies_from_name("grid") == Supplies::grid);
  CHECK(supplies_from_name("virtual") == Supplies::virtual_);
  CHECK_FALSE(supplies_from_name("Site").has_value());
  CHECK(name(Supplies::virtual_) == "virtual");
  CHECK(battery_boundary_from_name("inside") == BatteryBoundary::inside);
  CHECK(battery_boundary_from_name("outside") == BatteryBoundary::outside);
  CHECK_FALSE(battery_boundary_from_name("out").has_value());
  CHECK(name(BatteryBoundary::outside) == "outside");
}
