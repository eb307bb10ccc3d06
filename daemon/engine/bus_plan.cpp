#include "engine/bus_plan.h"

#include <algorithm>

namespace pue::engine {
namespace {

using modbus::RateClass;

/// What all meters of one unit want and bear.
struct UnitWants {
  std::vector<MeterId> meters;
  std::vector<modbus::WantedRange> ranges;
  modbus::UnitLimits limits;
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

bool tells_power(const meter::Point& point, const std::vector<meter::Point>& points) {
  if (!meter::tells_power(points)) return meter::is_energy(point.quantity);
  return meter::sums_phases(points) ? meter::is_active_power(point.quantity)
                                    : point.quantity == meter::Quantity::active_power_w;
}

std::map<std::uint8_t, UnitWants> wants_of(const Settings& settings,
                                           const std::vector<MeterId>& meters) {
  std::map<std::uint8_t, UnitWants> units;
  for (const auto meter : meters) {
    const auto& connection = settings.connections[meter.index];
    auto& unit = units[connection.unit];
    unit.meters.push_back(meter);
    auto& [most, cuts] = unit.limits;
    most = std::min(most, connection.limits.max_registers);
    cuts.insert(cuts.end(), connection.limits.cuts.begin(), connection.limits.cuts.end());
    for (const auto& point : connection.points) {
      unit.ranges.push_back({point.range, rate_of(point, connection.points)});
    }
  }
  return units;
}

}  // namespace

Duration predicted_time(const BusPlan& plan, RateClass rate) {
  Duration sum{0};
  for (const auto& [polled, points] : plan.requests) {
    if (polled.rate == rate) sum += polled.expected;
  }
  return sum;
}

double predicted_load(const BusPlan& plan, const modbus::RatePeriods& periods) {
  double load = 0;
  for (const auto rate : {RateClass::fast, RateClass::medium, RateClass::slow}) {
    load += std::chrono::duration<double>(predicted_time(plan, rate)) / periods.of(rate);
  }
  return load;
}

double predicted_load(const BusPlan& plan, const modbus::RatePeriods& periods,
                      const modbus::CostModel& model) {
  double load = 0;
  for (const auto& [polled, points] : plan.requests) {
    const std::chrono::duration<double> each = modbus::cost(model, polled.request.range);
    load += each / periods.of(polled.rate);
  }
  return load;
}

RateClass rate_of(const meter::Point& point, const std::vector<meter::Point>& points) {
  if (point.rate) return *point.rate;
  if (tells_power(point, points)) return RateClass::fast;
  return meter::is_register(point.quantity) ? RateClass::medium : RateClass::slow;
}

BusPlan plan_bus(const Settings& settings, std::size_t link, std::vector<MeterId> meters,
                 const BusKnowledge& learned) {
  BusPlan bus{link, std::move(meters), {}};
  const auto model = learned.cost.value_or(modbus::cost_model(settings.links[link]));
  for (auto& [id, unit] : wants_of(settings, bus.meters)) {
    if (const auto cuts = learned.cuts.find(id); cuts != learned.cuts.end()) {
      unit.limits.cuts.insert(unit.limits.cuts.end(), cuts->second.begin(), cuts->second.end());
    }
    for (const auto& [range, rate] :
         modbus::plan(unit.ranges, unit.limits, settings.polling.periods(), model)) {
      bus.requests.push_back(
          {{{id, range}, rate, modbus::cost(model, range)}, points_in(range, unit, settings)});
    }
  }
  return bus;
}

std::vector<BusPlan> plan_buses(const Settings& settings) {
  std::map<std::size_t, std::vector<MeterId>> links;
  for (std::uint32_t i = 0; i < settings.connections.size(); ++i) {
    const auto& connection = settings.connections[i];
    if (!connection.points.empty()) links[connection.link].push_back(MeterId{i});
  }
  std::vector<BusPlan> plans;
  for (auto& [link, meters] : links) plans.push_back(plan_bus(settings, link, std::move(meters)));
  return plans;
}

}  // namespace pue::engine
