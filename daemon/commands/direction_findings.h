// Current transformers the wrong way round: all of them, which the configuration can mend, or that
// of one phase, which only an electrician can.
#pragma once

#include <optional>
#include <vector>

#include "commands/finding.h"
#include "commands/value_checks.h"
#include "site/role.h"

namespace pue::commands {

struct MeterFacts {
  double max_power = 0;            // W; 0: not known
  bool reverse = false;            // as configured
  std::optional<site::Role> role;  // absent: taken for a load
  bool self_described = false;     // SunSpec: the device itself says where and how values stand
};

/// `values` as read, by a map that is right.
std::vector<Finding> direction_findings(const MeterValues& values, const MeterFacts& facts);

}  // namespace pue::commands
