// The models of a SunSpec device, for a person at a terminal: the daemon's own search
// (meter/sunspec_discovery.h), carried out to its end in one go.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/result.h"
#include "commands/live_target.h"
#include "commands/read.h"
#include "meter/sunspec_map.h"

namespace pue::commands {

/// Error: the reason as pued counts it, and what was seen.
Result<std::vector<meter::SunSpecModel>> find_models(std::uint8_t unit, const Ask& ask);
/// The points at their addresses. Error: sunspec_no_model, with the models that there are.
Result<std::vector<meter::Point>> points_among(const meter::SunSpecMap& map,
                                               const std::vector<meter::SunSpecModel>& models);
/// The points of the target; of a SunSpec device its models are looked for, and shown. Error: of
/// one of the two before.
Result<std::vector<meter::Point>> points_of(const LiveTarget& target, const Ask& ask,
                                            std::ostream& out);
/// "1 at wire 40002, 103 at wire 40070".
std::string models_text(const std::vector<meter::SunSpecModel>& models);

}  // namespace pue::commands
