#include "kpi/pue_target.h"

#include <numeric>

namespace pue::kpi {
namespace {

constexpr double default_margin = 0.03;

double value(Millionths number) { return static_cast<double>(number.count) / 1e6; }
double value(Joules energy) { return static_cast<double>(energy.count); }

/// How much overhead each month had against the year's mean: 1 in all months of a flat year.
/// Absent unless every month is known and the year had overhead.
std::optional<std::array<double, months_in_year>> shape_of(const LastYear& year) {
  double facility = 0;
  double it = 0;
  for (const auto& month : year) {
    if (!month || month->it <= Joules{} || month->facility < month->it) return std::nullopt;
    facility += value(month->facility);
    it += value(month->it);
  }
  const double overhead = facility / it - 1;
  if (overhead <= 0) return std::nullopt;
  std::array<double, months_in_year> shape{};
  for (std::size_t i = 0; i < months_in_year; ++i)
    shape[i] = (value(year[i]->facility) / value(year[i]->it) - 1) / overhead;
  return shape;
}

/// From the first month on, so that twelve equal values have exactly that mean: a target on the cap
/// must not fall below it by rounding.
double mean_of(const std::array<double, months_in_year>& monthly) {
  const double first = monthly.front();
  const auto beyond = [&](double sum, double one) { return sum + (one - first); };
  return first + std::accumulate(monthly.begin(), monthly.end(), 0.0, beyond) /
                     static_cast<double>(months_in_year);
}

}  // namespace

std::optional<Target> target_below(Millionths cap, const std::optional<OwnTarget>& own,
                                   const LastYear& last_year) {
  Target target;
  target.assumed = !own;
  target.monthly.fill(value(cap) - default_margin);
  if (own) target.monthly = own->monthly;
  target.annual = mean_of(target.monthly);
  if (target.annual >= value(cap)) return std::nullopt;
  if (own && own->seasonal) {
    target.season = Season::stated;
  } else if (const auto shape = shape_of(last_year)) {
    target.season = Season::from_past;
    for (std::size_t i = 0; i < months_in_year; ++i)
      target.monthly[i] = 1 + (target.monthly[i] - 1) * (*shape)[i];
  }
  return target;
}

}  // namespace pue::kpi
