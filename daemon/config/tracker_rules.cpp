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

energy::RegisterSettings register_settings(const Point& point) {
  energy::RegisterSettings settings;
  settings.step = std::max(finest_step, joules_from_watt_hours(register_step(point, 0)));
  if (point.modulus) settings.modulus = joules_from_watt_hours(*point.modulus);
  if (point.type == ValueType::float32) settings.float32_unit = joules_from_watt_hours(point.scale);
  return settings;
}

std::optional<energy::RegisterSettings> register_of(const std::vector<Point>& points,
                                                    Quantity quantity) {
  const auto* point = find(points, quantity);
  if (point == nullptr) return std::nullopt;
  return register_settings(*point);
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
  settings.import = register_of(connection.points, Quantity::energy_import_wh);
  settings.export_ = register_of(connection.points, Quantity::energy_export_wh);
  if (connection.reverse) settings.import.swap(settings.export_);
  settings.has_power = has_quantity(connection.points, Quantity::active_power_w);
  settings.max_power = meter.max_power.value_or(Watts{0});
  settings.update_period = meter.update_period;
  settings.power_gap = std::max<Duration>(limits::power_gap, 3 * polling_interval);
  settings.interval = interval;
  return settings;
}

}  // namespace pue::config
