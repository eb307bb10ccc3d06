#include "engine/power_watch.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "meter/decode.h"

namespace pue::engine {
namespace {

using meter::Quantity;

// The 5 % within which register and power agree (docs/domain.md, unconfirmed profiles).
constexpr double agreement = 0.05;

/// What a register of that kind counts of the power.
double counted(Quantity quantity, double watts) {
  if (quantity == Quantity::energy_import_wh) return std::max(watts, 0.0);
  if (quantity == Quantity::energy_export_wh) return std::max(-watts, 0.0);
  return watts;
}

}  // namespace

PowerWatch::PowerWatch(const MeterConnection& connection, Watts max_power)
    : points_(connection.points), multipliers_(connection.multipliers), max_power_(max_power) {}

void PowerWatch::read(const meter::Reading& reading) {
  if (reading.quantity == Quantity::active_power_w) return power(reading);
  if (meter::is_energy(reading.quantity)) return energy(reading);
  auto& newest = newest_[static_cast<std::size_t>(reading.quantity)];
  if (newest && newest->value != reading.value) frozen_.other_changed();
  newest = Newest{reading.at.mono, reading.value, reading.value};
}

void PowerWatch::power(const meter::Reading& reading) {
  if (watts_ != reading.value) {
    for (const auto counter :
         {Quantity::energy_import_wh, Quantity::energy_export_wh, Quantity::energy_net_wh})
      newest_[static_cast<std::size_t>(counter)].reset();
  }
  watts_ = reading.value;
  frozen_.power(reading.value, step(reading));
}

/// A step that no power explains (a reset, a glitch) says nothing of this one; nor does a register
/// that stands still: it may be the one that is frozen.
void PowerWatch::energy(const meter::Reading& reading) {
  auto& since = newest_[static_cast<std::size_t>(reading.quantity)];
  if (!watts_ || !since) {
    since = Newest{reading.at.mono, reading.value, reading.value};
    return;
  }
  const bool stands = std::exchange(since->last, reading.value) == reading.value;
  const auto hours = std::chrono::duration<double, std::ratio<3600>>(reading.at.mono - since->at);
  const double moved = reading.value - since->value;
  const double told = counted(reading.quantity, *watts_) * hours.count();
  const double slack = 2 * step(reading);
  const double most = 1.2 * max_power_.value / factor_at(multipliers_, reading.at.utc);
  const bool fell = moved < 0 && reading.quantity != Quantity::energy_net_wh;
  if (fell || std::abs(moved) > most * hours.count() + slack) {
    since = Newest{reading.at.mono, reading.value, reading.value};
    return;
  }
  const double apart = std::abs(moved - told);
  const bool disagree = apart > agreement * std::max(std::abs(moved), std::abs(told)) + slack;
  if (disagree && !stands) frozen_.other_changed();
}

double PowerWatch::step(const meter::Reading& reading) const {
  const bool summed = reading.quantity == Quantity::active_power_w && meter::sums_phases(points_);
  double step = 0;
  for (const auto& point : points_) {
    const bool of_it =
        summed ? meter::is_active_power(point.quantity) : point.quantity == reading.quantity;
    if (of_it) step = std::max(step, meter::register_step(point, reading.value));
  }
  return step;
}

}  // namespace pue::engine
