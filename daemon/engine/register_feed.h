// Which registers of a meter are followed, by its role, and how their readings reach the tracker:
// energies as joules, volumes as the tracker's counts.
#pragma once

#include "energy/meter_tracker.h"
#include "meter/reading.h"
#include "site/role.h"

namespace pue::engine {

/// Power and registers of electricity, but of a water meter only its volume and of a meter of
/// reused heat only its heat: what else it gives is another medium's. Its serial number in any
/// case.
bool is_followed(site::Role role, meter::Quantity quantity);

/// Precondition: is_followed, and it is not the serial number.
void feed(energy::MeterTracker& tracker, const meter::Reading& reading);

/// A register's reading as a tracker counts it; `value` in the quantity's unit.
Joules register_counts(meter::Quantity quantity, double value);

}  // namespace pue::engine
