// What is probably wrong with the configuration of one meter, judged from registers that were read
// in several ways: the register map, scales, the direction of current, what contradicts itself.
#pragma once

#include <vector>

#include "commands/direction_findings.h"
#include "commands/map_search.h"

namespace pue::commands {

struct Diagnosis {
  std::vector<Finding> findings;     // empty: nothing is wrong that could be seen
  std::vector<meter::Point> points;  // as they should be written
  bool points_changed = false;
  Fit fit;  // by those points
};

/// `readings`: the place as configured first; the same order of points in all.
Diagnosis diagnose(const std::vector<meter::Point>& points, const std::vector<Readings>& readings,
                   const MeterFacts& facts);

}  // namespace pue::commands
