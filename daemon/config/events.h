// The events file, `time,meter,kind,final,initial,who,why,ticket`: what people did to meters, or
// every error with its place. What events do to energies is not decided here.
#pragma once

#include "config/references.h"
#include "engine/settings.h"

namespace pue::config {

/// `events:` names the file; fills settings.events. Meters and connections are read already.
void read_events(const Mapping& document, const Lookups& lookups, const MeterNames& names,
                 engine::Settings& settings);

}  // namespace pue::config
