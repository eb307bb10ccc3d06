#include "meter/quantity.h"

#include <catch2/catch.hpp>

using namespace pue::meter;

TEST_CASE("every quantity is found by its name") {
  for (std::size_t i = 0; i < quantity_count; ++i) {
    const auto quantity = static_cast<Quantity>(i);
    CHECK_FALSE(name(quantity).empty());
    CHECK(quantity_from_name(name(quantity)) == quantity);
  }
  CHECK(name(Quantity::serial) == "serial");  // the last: no name is missing
  CHECK(quantity_from_name("energy_net_wh") == Quantity::energy_net_wh);
  CHECK(is_energy(Quantity::energy_net_wh));
}

TEST_CASE("heat and water are counted by registers that are not of electricity") {
  for (const auto quantity : {Quantity::energy_thermal_wh, Quantity::volume_m3}) {
    CHECK(is_register(quantity));
    CHECK_FALSE(is_energy(quantity));
  }
  CHECK(is_register(Quantity::energy_net_wh));
  CHECK_FALSE(is_register(Quantity::active_power_w));
  CHECK_FALSE(is_register(Quantity::serial));
}

TEST_CASE("only the energy registers accumulate") {
  CHECK(is_energy(Quantity::energy_import_wh));
  CHECK(is_energy(Quantity::energy_export_wh));
  CHECK_FALSE(is_energy(Quantity::active_power_w));
}
