#include "engine/telemetry.h"

#include <algorithm>

namespace pue::engine {

void Lateness::observe(double seconds) {
  // A bucket holds what is at most its bound, as Prometheus reads `le`.
  const auto bound = std::lower_bound(lateness_bounds.begin(), lateness_bounds.end(), seconds);
  ++buckets[static_cast<std::size_t>(bound - lateness_bounds.begin())];
  sum_seconds += seconds;
}

}  // namespace pue::engine
