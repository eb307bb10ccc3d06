#include "kpi/pue_change.h"

#include <cmath>

namespace pue::kpi {
namespace {

constexpr auto unexplained = static_cast<std::size_t>(site::Subsystem::unexplained);

/// Mean powers in watts over the usable time.
struct Means {
  double it;
  double overhead;
  std::array<std::optional<double>, site::subsystem_count> parts;
};

std::optional<Means> means_of(const PeriodSums& sums) {
  if (!sums.facility || !sums.it || *sums.it <= Joules{}) return std::nullopt;
  const double seconds = std::chrono::duration<double>(sums.usable).count();
  const auto mean = [&](Joules energy) { return static_cast<double>(energy.count) / seconds; };
  Means means{mean(*sums.it), mean(*sums.facility - *sums.it), {}};
  for (std::size_t i = 0; i < means.parts.size(); ++i)
    if (sums.overhead[i]) means.parts[i] = mean(*sums.overhead[i]);
  return means;
}

}  // namespace

bool PueChange::is_it_drop() const {
  constexpr double least_drop = -0.2;
  constexpr double overhead_share = 0.2;
  const double overhead = after - before - it;
  return it > 0 && it_relative <= least_drop && std::abs(overhead) <= overhead_share * it;
}

std::optional<PueChange> pue_change(const PeriodSums& before, const PeriodSums& after) {
  const auto first = means_of(before);
  const auto second = means_of(after);
  if (!first || !second) return std::nullopt;
  const double per_watt = (1 / first->it + 1 / second->it) / 2;
  PueChange change;
  change.before = 1 + first->overhead / first->it;
  change.after = 1 + second->overhead / second->it;
  change.it = (first->overhead + second->overhead) / 2 * (1 / second->it - 1 / first->it);
  change.it_relative = second->it / first->it - 1;
  double explained = 0;
  for (std::size_t i = 0; i < unexplained; ++i) {
    if (!first->parts[i] || !second->parts[i]) continue;
    change.subsystem[i] = (*second->parts[i] - *first->parts[i]) * per_watt;
    explained += change.subsystem[i];
  }
  change.subsystem[unexplained] = (second->overhead - first->overhead) * per_watt - explained;
  return change;
}

}  // namespace pue::kpi
