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
  std::vector<MeterId> seekers;
};

bool contains(const modbus::RegisterRange& outer, const modbus::RegisterRange& inner) {
  return outer.function == inner.function && outer.address <= inner.address &&
         inner.address + inner.count <= outer.address + outer.count;
}

std::vector<PlannedPoint> points_in(const modbus::RegisterRange& range, const UnitWants& unit,
                                    const Settings& settings, const SunSpecKnowledge& known) {
  std::vector<PlannedPoint> found;
  for (const auto meter : unit.meters) {
    const auto& points = points_of(settings, meter, known);
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
                                           const std::vector<MeterId>& meters,
                                           const SunSpecKnowledge& known) {
  std::map<std::uint8_t, UnitWants> units;
  for (const auto meter : meters) {
    const auto& connection = settings.connections[meter.index];
    auto& unit = units[connection.unit];
    unit.meters.push_back(meter);
    auto& [most, cuts] = unit.limits;
    most = std::min(most, connection.limits.max_registers);
    cuts.insert(cuts.end(), connection.limits.cuts.begin(), connection.limits.cuts.end());
    const auto& points = points_of(settings, meter, known);
    if (points.empty()) unit.seekers.push_back(meter);
    for (const auto& point : points) {
      unit.ranges.push_back({point.range, rate_of(point, points)});
    }
  }
  return units;
}

}  // namespace

const std::vector<meter::Point>& points_of(const Settings& settings, MeterId meter,
                                           const SunSpecKnowledge& known) {
  static const std::vector<meter::Point> none;
  const auto& connection = settings.connections[meter.index];
  if (connection.sunspec.empty()) return connection.points;
  const auto found = known.points.find(meter);
  return found == known.points.end() ? none : found->second;
}

Duration predicted_time(const BusPlan& plan, RateClass rate) {
  Duration sum{0};
  for (const auto& [polled, points, seekers] : plan.requests) {
    if (polled.rate == rate) sum += polled.expected;
  }
  return sum;
}

bool reads_sunspec(const PlannedRequest& planned, const Settings& settings) {
  return std::any_of(planned.points.begin(), planned.points.end(), [&](const PlannedPoint& point) {
    return !settings.connections[point.meter.index].sunspec.empty();
  });
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
  for (const auto& [polled, points, seekers] : plan.requests) {
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

namespace {

PlannedRequest search_of(std::uint8_t id, UnitWants unit, const SunSpecKnowledge& known,
                         const modbus::CostModel& model) {
  const auto begun = known.requests.find(id);
  const auto ask = begun == known.requests.end() ? SunSpecRequest{meter::SunSpecDiscovery{}.next()}
                                                 : begun->second;
  const auto expected = modbus::cost(model, ask.range);
  return {{{id, ask.range}, ask.rate, expected, ask.waits}, {}, std::move(unit.seekers)};
}

}  // namespace

BusPlan plan_bus(const Settings& settings, std::size_t link, std::vector<MeterId> meters,
                 const BusKnowledge& learned) {
  BusPlan bus{link, std::move(meters), {}};
  const auto model = learned.cost.value_or(modbus::cost_model(settings.links[link]));
  for (auto& [id, unit] : wants_of(settings, bus.meters, learned.sunspec)) {
    if (const auto cuts = learned.cuts.find(id); cuts != learned.cuts.end()) {
      unit.limits.cuts.insert(unit.limits.cuts.end(), cuts->second.begin(), cuts->second.end());
    }
    for (const auto& [range, rate] :
         modbus::plan(unit.ranges, unit.limits, settings.polling.periods(), model)) {
      bus.requests.push_back({{{id, range}, rate, modbus::cost(model, range)},
                              points_in(range, unit, settings, learned.sunspec),
                              {}});
    }
    if (!unit.seekers.empty()) {
      bus.requests.push_back(search_of(id, std::move(unit), learned.sunspec, model));
    }
  }
  return bus;
}

std::vector<BusPlan> plan_buses(const Settings& settings, const SunSpecKnowledge& known) {
  std::map<std::size_t, std::vector<MeterId>> links;
  for (std::uint32_t i = 0; i < settings.connections.size(); ++i) {
    const auto& connection = settings.connections[i];
    if (!connection.points.empty()) links[connection.link].push_back(MeterId{i});
  }
  std::vector<BusPlan> plans;
  BusKnowledge learned;
  learned.sunspec = known;
  for (auto& [link, meters] : links)
    plans.push_back(plan_bus(settings, link, std::move(meters), learned));
  return plans;
}

SunSpecKnowledge assumed_models(const Settings& settings) {
  // Behind the marker and the common model, of 66 registers and its header; the next meter of the
  // unit so far away that no request reads both.
  constexpr std::uint32_t first_header = 40070, apart = 200, most = 127;
  std::map<std::pair<std::size_t, std::uint8_t>, std::uint32_t> known;
  SunSpecKnowledge assumed;
  for (std::uint32_t i = 0; i < settings.connections.size(); ++i) {
    const auto& connection = settings.connections[i];
    if (connection.sunspec.empty()) continue;
    const auto before = known[{connection.link, connection.unit}]++ % most;
    assumed.points[MeterId{i}] = meter::placed(
        connection.sunspec.front(), static_cast<std::uint16_t>(first_header + before * apart));
  }
  return assumed;
}

}  // namespace pue::engine
