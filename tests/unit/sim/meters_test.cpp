#include "sim/meters.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

namespace {

EnergyAccount::Moment grid_at(double watts, double import_j) {
  EnergyAccount::Moment moment;
  moment.power[Signal::grid] = watts;
  moment.energies.import_j[static_cast<std::size_t>(Signal::grid)] = import_j;
  return moment;
}

}  // namespace

TEST_CASE("a meter shows its share of the signal above its starting register") {
  MeterDescription meter;
  meter.share = 0.5;
  meter.start_wh = 100;
  // Half of 7,200 J is 1 Wh.
  const MeterValues values = meter_values(meter, grid_at(80, 7200), {});
  CHECK(values.active_power_w == 40);
  CHECK(values.energy_import_wh == 101);
  CHECK(values.energy_export_wh == 0);
}

TEST_CASE("after a reset the registers begin again at 0") {
  MeterDescription meter;
  meter.start_wh = 100;
  const RegisterOrigin origin = reset_origin(meter, grid_at(0, 7200).energies);
  CHECK(meter_values(meter, grid_at(0, 7200), origin).energy_import_wh == 0);
  CHECK(meter_values(meter, grid_at(0, 10800), origin).energy_import_wh == Approx(1.0));
}
