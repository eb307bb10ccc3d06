#include "engine/primary_side.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using meter::Quantity;
using meter::Reading;

namespace {

const std::vector<Multiplier> two_rows = {{start, 80}, {start + 30min, 100}};

Reading read(Quantity quantity, double value, Duration when = 0s) {
  return {at(when), MeterId{it}, quantity, value};
}

}  // namespace

TEST_CASE("a multiplier is in force from its time on, the first one also before") {
  CHECK(factor_at({}, start) == 1);
  CHECK(factor_at(two_rows, start - 24h) == 80);
  CHECK(factor_at(two_rows, start + 30min - 1ns) == 80);
  CHECK(factor_at(two_rows, start + 30min) == 100);
  CHECK(factor_at(two_rows, start + 24h) == 100);
}

TEST_CASE("power and energies are multiplied, nothing else") {
  const auto value = [](Quantity quantity) {
    return on_primary_side(read(quantity, 2, 31min), two_rows, false).value;
  };
  CHECK(value(Quantity::active_power_w) == 200);
  CHECK(value(Quantity::energy_import_wh) == 200);
  CHECK(value(Quantity::energy_export_wh) == 200);
  CHECK(value(Quantity::energy_net_wh) == 200);
  CHECK(value(Quantity::voltage_l1_v) == 2);
}

TEST_CASE("reverse negates what has a sign and swaps what has none") {
  const auto turned = [](Quantity quantity) {
    return on_primary_side(read(quantity, 5), {}, true);
  };
  CHECK(turned(Quantity::active_power_w) == read(Quantity::active_power_w, -5));
  CHECK(turned(Quantity::energy_net_wh) == read(Quantity::energy_net_wh, -5));
  CHECK(turned(Quantity::energy_import_wh) == read(Quantity::energy_export_wh, 5));
  CHECK(turned(Quantity::energy_export_wh) == read(Quantity::energy_import_wh, 5));
  CHECK(turned(Quantity::frequency_hz) == read(Quantity::frequency_hz, 5));
}
