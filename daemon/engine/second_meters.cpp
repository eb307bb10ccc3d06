#include "engine/second_meters.h"

#include <cmath>
#include <cstdlib>

#include "energy/meter_past.h"

namespace pue::engine {
namespace {

using energy::IntervalEnergy;
using energy::Quality;

constexpr std::size_t compared_intervals = 96;  // a day
constexpr std::size_t least_intervals = 24;     // six hours
constexpr double tolerance_without_class = 0.02;

double joules(Joules energy) { return static_cast<double>(energy.count); }

/// What both may differ by, relative to the energy: U = 2u of the difference.
double tolerance(const std::optional<site::Accuracy>& one,
                 const std::optional<site::Accuracy>& other) {
  if (!one || !other) return tolerance_without_class;
  const auto u_one = site::relative_uncertainty(*one, std::nullopt);
  const auto u_other = site::relative_uncertainty(*other, std::nullopt);
  if (!u_one || !u_other) return tolerance_without_class;
  return 2 * std::hypot(*u_one, *u_other);
}

IntervalEnergy substituted(IntervalEnergy second) {
  second.quality = Quality::substituted;
  second.evidence = {};  // it is the second meter's own
  return second;
}

}  // namespace

SecondMeters::SecondMeters(const site::SiteSettings& settings) {
  for (std::uint32_t i = 0; i < settings.meters.size(); ++i) {
    const auto& second = settings.meters[i];
    if (!second.checks) continue;
    const auto& checked = settings.meters[second.checks->index];
    pairs_.push_back({MeterId{i}, *second.checks, second.accuracy, checked.accuracy, {}});
  }
}

void SecondMeters::observe(const std::vector<IntervalEnergy>& meters) {
  for (auto& pair : pairs_) {
    const auto& checked = meters[pair.checked.index];
    const auto& second = meters[pair.second.index];
    if (!energy::is_measured(checked) || !energy::is_measured(second)) continue;
    auto& both = pair.measured[checked.interval.start];
    both = {checked, second};
    both.checked.evidence = both.second.evidence = {};
    while (pair.measured.size() > compared_intervals) pair.measured.erase(pair.measured.begin());
  }
}

/// Imports and exports each: a wrong sign in both would cancel in the net.
bool SecondMeters::agree(const Pair& pair) {
  if (pair.measured.size() < least_intervals) return false;
  const double relative = tolerance(pair.checked_accuracy, pair.second_accuracy);
  const auto agrees = [&](auto part) {
    Joules checked;
    Joules second;
    Joules step;
    for (const auto& [start, both] : pair.measured) {
      checked += both.checked.*part;
      second += both.second.*part;
      step = std::max(step, both.checked.resolution + both.second.resolution);
    }
    const double allowed = relative * std::abs(joules(checked)) + joules(step);
    return std::abs(joules(checked - second)) <= allowed;
  };
  return agrees(&IntervalEnergy::imported) && agrees(&IntervalEnergy::exported);
}

std::set<MeterId> SecondMeters::validated() const {
  std::set<MeterId> result;
  for (const auto& pair : pairs_)
    if (agree(pair)) result.insert(pair.second);
  return result;
}

void SecondMeters::substitute(std::vector<IntervalEnergy>& meters,
                              const std::set<MeterId>& validated) const {
  for (const auto& pair : pairs_) {
    auto& checked = meters[pair.checked.index];
    const auto& second = meters[pair.second.index];
    const bool unknown =
        checked.quality == Quality::missing || checked.quality == Quality::estimated;
    if (unknown && validated.contains(pair.second) && energy::is_measured(second))
      checked = substituted(second);
  }
}

}  // namespace pue::engine
