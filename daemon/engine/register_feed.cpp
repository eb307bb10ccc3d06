#include "engine/register_feed.h"

#include "energy/volume_register.h"

namespace pue::engine {

using meter::Quantity;

bool is_followed(site::Role role, Quantity quantity) {
  if (quantity == Quantity::serial) return true;
  if (role == site::Role::water) return quantity == Quantity::volume_m3;
  if (role == site::Role::heat_reuse) return quantity == Quantity::energy_thermal_wh;
  return quantity == Quantity::active_power_w || meter::is_energy(quantity);
}

Joules register_counts(Quantity quantity, double value) {
  if (quantity == Quantity::volume_m3)
    return energy::as_counts(millilitres_from_cubic_metres(value));
  return joules_from_watt_hours(value);
}

void feed(energy::MeterTracker& tracker, const meter::Reading& reading) {
  if (reading.quantity == Quantity::active_power_w)
    return tracker.power(reading.at, Watts{reading.value});
  const auto counts = register_counts(reading.quantity, reading.value);
  if (reading.quantity == Quantity::energy_net_wh)
    tracker.net_register(reading.at, counts);
  else if (reading.quantity == Quantity::energy_export_wh)
    tracker.export_register(reading.at, counts);
  else
    tracker.import_register(reading.at, counts);
}

}  // namespace pue::engine
