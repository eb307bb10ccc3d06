// Which requests go over which bus in every tick, and which points each answer carries. Made once
// per configuration; `puectl check` prints it, the acquisition executes it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "engine/settings.h"
#include "modbus/planner.h"
#include "modbus/request_queue.h"

namespace pue::engine {

struct PlannedPoint {
  MeterId meter;
  std::size_t point = 0;   // index into points_of()
  std::size_t offset = 0;  // of its first word in the answer
  bool operator==(const PlannedPoint&) const = default;
};

struct PlannedRequest {
  modbus::PolledRequest polled;
  std::vector<PlannedPoint> points;
  std::vector<MeterId> seekers = {};  // not empty: it looks for the models of these meters
};

struct BusPlan {
  std::size_t link = 0;  // index into Settings::links
  std::vector<MeterId> meters;
  std::vector<PlannedRequest> requests;
};

/// What the requests of a class take together, once, when every unit answers: serial by their
/// bytes, TCP by 10 ms a request (assumed).
Duration predicted_time(const BusPlan& plan, modbus::RateClass rate);
/// Share of the bus's time; above 1 the plan does not fit.
double predicted_load(const BusPlan& plan, const modbus::RatePeriods& periods);
/// The same at other costs than those that the plan was made for.
double predicted_load(const BusPlan& plan, const modbus::RatePeriods& periods,
                      const modbus::CostModel& model);

/// How often a point is read, unless it says so itself: what tells the meter's power fast (without
/// a power its registers of energy do), registers of energy and volume medium, the rest slow.
modbus::RateClass rate_of(const meter::Point& point, const std::vector<meter::Point>& points);

/// Some of its points are at addresses that a SunSpec device told.
bool reads_sunspec(const PlannedRequest& planned, const Settings& settings);

/// What a unit is asked next in search of its SunSpec models.
struct SunSpecRequest {
  modbus::RegisterRange range;
  modbus::RateClass rate = modbus::RateClass::medium;
  bool waits = false;  // as in modbus::PolledRequest
  bool operator==(const SunSpecRequest&) const = default;
};

/// What the search for SunSpec models has come to.
struct SunSpecKnowledge {
  std::map<std::uint8_t, SunSpecRequest> requests;      // by unit; absent: it has not begun
  std::map<MeterId, std::vector<meter::Point>> points;  // at their addresses; absent: not found
};

/// What was learned about a bus while it was polled.
struct BusKnowledge {
  std::optional<modbus::CostModel> cost;                  // as measured; absent: as assumed
  std::map<std::uint8_t, std::vector<modbus::Cut>> cuts;  // by unit, where it refused to be read
  SunSpecKnowledge sunspec;
};

/// The points of a meter at the addresses where they are; of a SunSpec device none before its
/// models are found.
const std::vector<meter::Point>& points_of(const Settings& settings, MeterId meter,
                                           const SunSpecKnowledge& known);

/// One plan per link that has meters, in the order of Settings::links. Meters that share a unit
/// share its requests, within all their limits.
std::vector<BusPlan> plan_buses(const Settings& settings, const SunSpecKnowledge& known = {});
/// As if each SunSpec device had the model that its profile prefers, behind a common model at
/// 40000: for the load of a bus before its devices were asked. Meters of one unit lie apart.
SunSpecKnowledge assumed_models(const Settings& settings);
/// The plan of one link with all of its meters, and with what was learned about it. A SunSpec meter
/// whose models are not found has no request of its own: its unit has one that looks for them.
BusPlan plan_bus(const Settings& settings, std::size_t link, std::vector<MeterId> meters,
                 const BusKnowledge& learned = {});

}  // namespace pue::engine
