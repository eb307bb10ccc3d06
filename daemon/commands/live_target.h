// The meter that a person names at a terminal, by the configuration or by link, unit and profile:
// what `puectl read` and `puectl doctor` share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "meter/point.h"
#include "modbus/link_settings.h"

namespace pue::commands {

class Command;

struct LiveTargetOptions {
  std::string meter;
  std::string config_file = "/etc/pued/pued.yaml";
  std::optional<std::string> link;
  int unit = 1;
  std::optional<std::string> profile;
};
/// METER, --config.file, --link, --unit, --profile.
void add_live_target(Command& command, LiveTargetOptions& options);

/// What to read, over which link, and through whom.
struct LiveTarget {
  modbus::LinkSettings link;
  std::uint8_t unit = 1;
  std::string profile;  // "" for a meter with its own points
  modbus::UnitLimits limits;
  std::vector<meter::Point> points;
  meter::SunSpecMap sunspec = {};  // not empty: the points' addresses are still to be found
  /// Of a meter of the configuration.
  struct Configured {
    site::Role role = site::Role::other;
    double max_power_watts = 0;
    bool reverse = false;
  };
  std::optional<Configured> configured;
  std::string daemon = {};  // control socket of the one that polls the bus (bus_access.h), or ""
};
/// Error: what is missing or not known; errors of the configuration itself go to stderr.
Result<LiveTarget> live_target(const LiveTargetOptions& options);

}  // namespace pue::commands
