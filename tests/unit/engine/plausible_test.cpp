#include "engine/plausible.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace pue;
using engine::plausible_power;
using engine::possible_value;
using meter::Quantity;
using site::Role;

TEST_CASE("power up to 1.2 times the meter's most is believed, in either direction") {
  const Watts most{1000};
  CHECK(plausible_power(Watts{1200}, most, Role::it));
  CHECK_FALSE(plausible_power(Watts{1200.1}, most, Role::it));
  CHECK(plausible_power(Watts{-1200}, most, Role::grid));  // a site that feeds back
  CHECK_FALSE(plausible_power(Watts{-1200.1}, most, Role::grid));
}

TEST_CASE("a load gives nothing back but the noise of an idle meter, 1 % of its most") {
  const Watts most{1000};
  for (const auto load : {Role::it, Role::cooling, Role::power_loss, Role::lighting, Role::other,
                          Role::feeder, Role::excluded}) {
    CHECK(plausible_power(Watts{-10}, most, load));
    CHECK_FALSE(plausible_power(Watts{-10.1}, most, load));
  }
  for (const auto source : {Role::grid, Role::solar, Role::wind, Role::genset, Role::battery})
    CHECK(plausible_power(Watts{-500}, most, source));
}

TEST_CASE("without a declared most any finite power is believed, and no other") {
  CHECK(plausible_power(Watts{-1e12}, Watts{0}, Role::it));
  CHECK_FALSE(plausible_power(Watts{std::numeric_limits<double>::quiet_NaN()}, {}, Role::it));
  CHECK_FALSE(plausible_power(Watts{std::numeric_limits<double>::infinity()}, {}, Role::grid));
}

TEST_CASE("a register counts up from 0, and only a net register has a sign") {
  for (const auto one : {Quantity::energy_import_wh, Quantity::energy_export_wh,
                         Quantity::energy_thermal_wh, Quantity::volume_m3}) {
    CHECK(possible_value(one, 0));
    CHECK_FALSE(possible_value(one, -1));
  }
  CHECK(possible_value(Quantity::energy_net_wh, -1));
  CHECK(possible_value(Quantity::active_power_w, -1e30));  // judged by the meter's most
}

TEST_CASE("a serial number is a whole one that a double holds exactly, and not 0") {
  CHECK(possible_value(Quantity::serial, 1));
  CHECK(possible_value(Quantity::serial, 9'007'199'254'740'992));  // 2^53
  for (const double none : {0.0, -1.0, 4711.5, 9'007'199'254'740'994.0})
    CHECK_FALSE(possible_value(Quantity::serial, none));
}

TEST_CASE("a register is no larger than joules and millilitres can tell exactly") {
  // 2^63 J are 2.56e15 Wh, 2^63 ml are 9.2e12 m³.
  CHECK(possible_value(Quantity::energy_import_wh, 2.4e15));
  CHECK_FALSE(possible_value(Quantity::energy_import_wh, 2.5e15));
  CHECK_FALSE(possible_value(Quantity::energy_net_wh, -2.5e15));
  CHECK(possible_value(Quantity::volume_m3, 8.9e12));
  CHECK_FALSE(possible_value(Quantity::volume_m3, 9e12));
}
