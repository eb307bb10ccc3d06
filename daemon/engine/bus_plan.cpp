#include "engine/bus_plan.h"

#include <algorithm>
#include <map>

#include "modbus/planner.h"

namespace pue::engine {
namespace {

/// What all meters of one unit want.
struct UnitWants {
  std::vector<MeterId> meters;
  std::vector<modbus::RegisterRange> ranges;
  std::uint16_t max_registers = 125;
};

bool contains(const modbus::RegisterRange& outer, const modbus::RegisterRange& inner) {
  return outer.function == inner.function && outer.address <= inner.address &&
         inner.address + inner.count <= outer.address + outer.count;
}

std::vector<PlannedPoint> points_in(const modbus::RegisterRange& range, const UnitWants& unit,
                                    const Settings& settings) {
  std::vector<PlannedPoint> found;
  for (const auto meter : unit.meters) {
    const auto& points = settings.connections[meter.index].points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!contains(range, points[i].range)) continue;
      found.push_back(
          {meter, i, static_cast<std::size_t>(points[i].range.address - range.address)});
    }
  }
  return found;
}

bool reads_power(const PlannedRequest& request, const Settings& settings) {
  return std::any_of(request.points.begin(), request.points.end(), [&](const PlannedPoint& p) {
    const auto& points = settings.connections[p.meter.index].points;
    const auto quantity = points[p.point].quantity;
    return meter::sums_phases(points) ? meter::is_active_power(quantity)
                                      : quantity == meter::Quantity::active_power_w;
  });
}

BusPlan plan_bus(std::size_t link, const std::map<std::uint8_t, UnitWants>& units,
                 const Settings& settings) {
  BusPlan bus{link, {}, {}};
  const auto model = modbus::cost_model(settings.links[link]);
  for (const auto& [id, unit] : units) {
    for (const auto& range : modbus::plan(unit.ranges, unit.max_registers, model)) {
      bus.requests.push_back({{id, range}, points_in(range, unit, settings)});
      bus.predicted_cycle += modbus::cost(model, range);
    }
  }
  std::stable_partition(bus.requests.begin(), bus.requests.end(),
                        [&](const PlannedRequest& r) { return reads_power(r, settings); });
  return bus;
}

}  // namespace

std::vector<BusPlan> plan_buses(const Settings& settings) {
  std::map<std::size_t, std::map<std::uint8_t, UnitWants>> links;
  for (std::uint32_t i = 0; i < settings.connections.size(); ++i) {
    const auto& connection = settings.connections[i];
    if (connection.points.empty()) continue;
    auto& unit = links[connection.link][connection.unit];
    unit.meters.push_back(MeterId{i});
    unit.max_registers = std::min(unit.max_registers, connection.max_registers);
    for (const auto& point : connection.points) unit.ranges.push_back(point.range);
  }
  std::vector<BusPlan> plans;
  for (const auto& [link, units] : links) plans.push_back(plan_bus(link, units, settings));
  return plans;
}

}  // namespace pue::engine
