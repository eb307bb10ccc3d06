#include "kpi/hourly_series.h"

#include <algorithm>

namespace pue::kpi {

using namespace std::chrono_literals;

std::optional<Millionths> HourlySeries::at(UtcTime t) const {
  const auto later = [](UtcTime moment, const Hour& hour) { return moment < hour.start; };
  const auto next = std::upper_bound(hours_.begin(), hours_.end(), t, later);
  if (next == hours_.begin()) return std::nullopt;
  const auto& hour = *(next - 1);
  if (t >= hour.start + 1h) return std::nullopt;
  return hour.value;
}

}  // namespace pue::kpi
