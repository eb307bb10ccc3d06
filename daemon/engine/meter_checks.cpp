#include "engine/meter_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "energy/exact.h"

namespace pue::engine {
namespace {

using meter::Quantity;

constexpr double most_apart = 0.05;
constexpr std::int64_t counts_needed = 20;
// Values of one poll, or of the one before: a slow bus reads them one after the other.
constexpr auto together = std::chrono::seconds{30};
// Below it the current is too small to say anything: classes of meters end at 5 % of the rated one.
constexpr double least_load = 0.05;

struct Phase {
  Quantity voltage;
  Quantity current;
};
constexpr std::array phases = {Phase{Quantity::voltage_l1_v, Quantity::current_l1_a},
                               Phase{Quantity::voltage_l2_v, Quantity::current_l2_a},
                               Phase{Quantity::voltage_l3_v, Quantity::current_l3_a}};

bool apart(Joules one, Joules other) {
  const auto larger = std::max(std::abs(one.count), std::abs(other.count));
  return static_cast<double>(std::abs(one.count - other.count)) >
         most_apart * static_cast<double>(larger);
}

}  // namespace

std::optional<bool> energy_contradicts(const energy::IntervalEnergy& interval) {
  if (interval.quality != energy::Quality::measured || !interval.evidence) return std::nullopt;
  std::optional<bool> contradicts;
  for (const auto& one : interval.evidence->directions) {
    const bool bounded = one.start.bounds && one.end.bounds;
    const Joules moved = one.end.x - one.start.x;
    const auto larger = std::max(std::abs(moved.count), std::abs(one.integral.count));
    const Duration length = interval.interval.length();
    if (!bounded || one.observed < length - length / 20) continue;
    if (interval.resolution <= Joules{} || larger < counts_needed * interval.resolution.count)
      continue;
    contradicts = contradicts.value_or(false) || apart(moved, one.integral);
  }
  return contradicts;
}

void CurrentCheck::read(const meter::Reading& reading) {
  newest_[static_cast<std::size_t>(reading.quantity)] = Newest{reading.at.mono, reading.value};
  if (reading.quantity != Quantity::active_power_w) return;
  const auto apparent = apparent_power(reading.at.mono);
  const auto factor = fresh(Quantity::power_factor, reading.at.mono);
  if (!apparent || !factor || std::abs(*factor) > 1 || *factor == 0) return;
  const double larger = std::max(*apparent, std::abs(reading.value));
  if (larger < least_load * max_power_.value) return;
  const double expected = *apparent * std::abs(*factor);
  const bool agrees = std::abs(std::abs(reading.value) - expected) <= most_apart * larger;
  disagreed_ = agrees ? 0 : std::min(disagreed_ + 1, samples_needed);
}

std::optional<double> CurrentCheck::fresh(Quantity quantity, MonoTime now) const {
  const auto& newest = newest_[static_cast<std::size_t>(quantity)];
  if (!newest || now - newest->at > together) return std::nullopt;
  return newest->value;
}

/// ΣU·I over the phases that the meter has; a phase with a current and no voltage tells nothing.
std::optional<double> CurrentCheck::apparent_power(MonoTime now) const {
  std::optional<double> sum;
  for (const auto& phase : phases) {
    const auto current = fresh(phase.current, now);
    if (!current) continue;
    const auto voltage = fresh(phase.voltage, now);
    if (!voltage) return std::nullopt;
    sum = sum.value_or(0) + std::abs(*voltage * *current);
  }
  return sum;
}

}  // namespace pue::engine
