// What is wrong with single values of a register map that is otherwise right: a scale off by a
// power of ten, the order of one register's words. Found by what makes the values agree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/map_search.h"

namespace pue::commands {

/// Points that a slip hits together, and what would mend it.
struct Repair {
  std::string what;                 // "the scale of active_power_w", "the order of …"
  std::vector<std::size_t> points;  // indices
  std::optional<meter::Order> order;
  double factor = 1;                 // on the scale
  std::vector<std::string> or_else;  // repairs of other points that would fit as well
  std::string before, after;         // the relation that it mends, or the value
};

/// The points with repairs carried out, one after the other, as long as each makes the values agree
/// clearly better. `points` by the configuration's addresses, as in fit_of().
struct Repaired {
  std::vector<meter::Point> points;
  std::vector<Repair> repairs;
};
Repaired repaired(std::vector<meter::Point> points, const Readings& readings, double max_power);

}  // namespace pue::commands
