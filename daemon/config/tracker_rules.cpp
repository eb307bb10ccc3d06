#include "config/tracker_rules.h"

#include <algorithm>

#include "base/limits.h"

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

/// Readings are whole joules inside, so no register is finer than one.
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
  energy::RegisterSettings settings;
  settings.step = std::max(finest_step, joules_from_watt_hours(register_step(point, 0) * most));
  if (point.modulus && !changes) settings.modulus = joules_from_watt_hours(*point.modulus * most);
  if (point.type == ValueType::float32)
    settings.float32_unit = joules_from_watt_hours(point.scale * most);
  return settings;
}

std::optional<energy::RegisterSettings> register_of(const engine::MeterConnection& connection,
                                                    Quantity quantity) {
  const auto* point = find(connection.points, quantity);
  if (point == nullptr) return std::nullopt;
  return register_settings(*point, connection.multipliers);
}

}  // namespace

bool has_quantity(const std::vector<Point>& points, Quantity quantity) {
  return find(points, quantity) != nullptr;
}

bool has_energy_register(const std::vector<Point>& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const Point& p) { return meter::is_energy(p.quantity); });
}

energy::TrackerSettings tracker_settings(const engine::MeterConnection& connection,
                                         const MeterLimits& meter, Duration polling_interval,
                                         Duration interval) {
  energy::TrackerSettings settings;
  settings.import = register_of(connection, Quantity::energy_import_wh);
  settings.export_ = register_of(connection, Quantity::energy_export_wh);
  if (connection.reverse) settings.import.swap(settings.export_);
  settings.net = register_of(connection, Quantity::energy_net_wh);
  settings.has_power = has_quantity(connection.points, Quantity::active_power_w);
  settings.max_power = meter.max_power.value_or(Watts{0});
  settings.update_period = meter.update_period;
  settings.power_gap = std::max<Duration>(limits::power_gap, 3 * polling_interval);
  settings.interval = interval;
  settings.unconfirmed = connection.confidence != meter::Confidence::high;
  return settings;
}

}  // namespace pue::config
