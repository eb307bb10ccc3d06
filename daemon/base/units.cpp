#include "base/units.h"

#include <cmath>

namespace pue {

Joules joules_from_watt_hours(double watt_hours) {
  return Joules{std::llround(watt_hours * static_cast<double>(joules_per_watt_hour))};
}

}  // namespace pue
