#include "config/tracker_rules.h"

#include <algorithm>

#include "base/limits.h"
#include "energy/volume_register.h"
#include "engine/register_feed.h"

namespace pue::config {
namespace {

using meter::Point;
using meter::Quantity;
using meter::ValueType;

const Point* find(const std::vector<Point>& points, Quantity quantity) {
  const auto found = std::find_if(points.begin(), points.end(),
                                  [&](const Point& p) { return p.quantity == quantity; });
  return found == points.end() ? nullptr : &*found;
}

/// Readings are whole joules or millilitres inside, so no register is finer than one.
constexpr Joules finest_step{1};

/// With several factors the coarsest step holds for all times, and where the register wraps on the
/// primary side cannot be said for all of them.
energy::RegisterSettings register_settings(const Point& point,
                                           const std::vector<engine::Multiplier>& multipliers) {
  double most = multipliers.empty() ? 1 : multipliers.front().factor;
  bool changes = false;
  for (const auto& one : multipliers) {
    changes = changes || one.factor != multipliers.front().factor;
    most = std::max(most, one.factor);
  }
  const auto counts = [&](double value) {
    return engine::register_counts(point.quantity, value * most);
  };
  energy::RegisterSettings settings;
  settings.step = std::max(finest_step, counts(register_step(point, 0)));
  if (point.modulus && !changes) settings.modulus = counts(*point.modulus);
  if (point.type == ValueType::float32) settings.float32_unit = counts(point.scale);
  return settings;
}

std::optional<energy::RegisterSettings> register_of(const engine::MeterConnection& connection,
                                                    Quantity quantity) {
  const auto* point = find(connection.points, quantity);
  if (point == nullptr) return std::nullopt;
  return register_settings(*point, connection.multipliers);
}

}  // namespace

bool has_energy_register(const std::vector<Point>& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const Point& p) { return meter::is_energy(p.quantity); });
}

energy::TrackerSettings tracker_settings(const engine::MeterConnection& connection,
                                         const MeterLimits& meter, Duration polling_interval,
                                         Duration interval) {
  energy::TrackerSettings settings;
  settings.max_power = meter.max_power.value_or(Watts{0});
  settings.update_period = meter.update_period;
  settings.power_gap = std::max<Duration>(limits::power_gap, 3 * polling_interval);
  settings.interval = interval;
  settings.unconfirmed = connection.confidence != meter::Confidence::high;
  if (meter.role == site::Role::water) {
    settings.import = register_of(connection, Quantity::volume_m3);
    settings.max_power = energy::as_rate_of_counts(meter.max_flow.value_or(VolumeFlow{}));
    return settings;
  }
  if (meter.role == site::Role::heat_reuse) {
    settings.import = register_of(connection, Quantity::energy_thermal_wh);
    return settings;
  }
  settings.import = register_of(connection, Quantity::energy_import_wh);
  settings.export_ = register_of(connection, Quantity::energy_export_wh);
  if (connection.reverse) settings.import.swap(settings.export_);
  settings.net = register_of(connection, Quantity::energy_net_wh);
  settings.has_power = meter::tells_power(connection.points);
  return settings;
}

}  // namespace pue::config
