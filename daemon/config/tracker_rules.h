// From a meter's points to what its energy tracker must know: steps, moduli, bounds.
#pragma once

#include <optional>

#include "base/units.h"
#include "energy/meter_tracker.h"
#include "engine/settings.h"

namespace pue::config {

struct MeterLimits {
  std::optional<Watts> max_power;
  Duration update_period{0};
  site::Role role = site::Role::other;
  std::optional<VolumeFlow> max_flow = {};  // with Role::water only, instead of max_power
};

/// With `reverse` the import tracker has the settings of the export register, and the other way
/// round: readings are swapped before they reach it.
energy::TrackerSettings tracker_settings(const engine::MeterConnection& connection,
                                         const MeterLimits& meter, Duration polling_interval,
                                         Duration interval);

/// Of electricity.
bool has_energy_register(const std::vector<meter::Point>& points);

}  // namespace pue::config
