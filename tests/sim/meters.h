// From the true energies to what one meter shows: its share of a signal, its starting register, its
// last reset. Pure; time and energies are given.
#pragma once

#include "sim/energy_account.h"
#include "sim/site_description.h"
#include "sim/state_file.h"

namespace pue::sim {

/// What the meter has counted before quantisation; `origin` is what it had counted at its reset.
MeterValues meter_values(const MeterDescription& meter, const EnergyAccount::Moment& moment,
                         const RegisterOrigin& origin);

/// The origin that makes the meter's registers begin at 0 at that moment.
RegisterOrigin reset_origin(const MeterDescription& meter, const SignalEnergies& energies);

}  // namespace pue::sim
