#include "sim/meters.h"

namespace pue::sim {
namespace {

constexpr double joules_per_wh = 3600.0;

}  // namespace

RegisterOrigin reset_origin(const MeterDescription& meter, const SignalEnergies& energies) {
  return {meter.start_wh + meter.share * energies.import(meter.measures) / joules_per_wh,
          meter.share * energies.exported(meter.measures) / joules_per_wh};
}

MeterValues meter_values(const MeterDescription& meter, const EnergyAccount::Moment& moment,
                         const RegisterOrigin& origin) {
  const RegisterOrigin counted = reset_origin(meter, moment.energies);
  return {meter.share * moment.power[meter.measures], counted.import_wh - origin.import_wh,
          counted.export_wh - origin.export_wh};
}

}  // namespace pue::sim
