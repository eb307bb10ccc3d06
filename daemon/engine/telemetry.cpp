#include "engine/telemetry.h"

#include <algorithm>

namespace pue::engine {

void Lateness::observe(double seconds) {
  // A bucket holds what is at most its bound, as Prometheus reads `le`.
  const auto bound = std::lower_bound(lateness_bounds.begin(), lateness_bounds.end(), seconds);
  ++buckets[static_cast<std::size_t>(bound - lateness_bounds.begin())];
  sum_seconds += seconds;
}

void count_implausible(const Snapshot& snapshot, Telemetry& telemetry) {
  const auto meters = std::min(snapshot.meters.size(), telemetry.meters.size());
  for (std::size_t i = 0; i < meters; ++i)
    if (const auto refused = snapshot.meters[i].implausible; refused > 0)
      telemetry.meters[i].failures[std::string(implausible)] += refused;
}

}  // namespace pue::engine
