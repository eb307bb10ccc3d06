// Recording rules: only series that the dashboard draws and that would be costly or long-winded to
// compute there. Names are LEVEL:METRIC:OPERATIONS. None averages a ratio.
#pragma once

#include <string>
#include <vector>

namespace pue::rules {

struct RecordingRule {
  std::string record;
  std::string expression;
};

std::vector<RecordingRule> recording_rules(const std::string& site);

}  // namespace pue::rules
