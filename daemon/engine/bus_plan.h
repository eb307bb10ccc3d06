// Which requests go over which bus in every tick, and which points each answer carries. Made once
// per configuration; `puectl check` prints it, the acquisition executes it.
#pragma once

#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "engine/settings.h"
#include "modbus/request.h"

namespace pue::engine {

struct PlannedPoint {
  MeterId meter;
  std::size_t point = 0;   // index into the connection's points
  std::size_t offset = 0;  // of its first word in the answer
  bool operator==(const PlannedPoint&) const = default;
};

struct PlannedRequest {
  modbus::Request request;
  std::vector<PlannedPoint> points;
};

struct BusPlan {
  std::size_t link = 0;  // index into Settings::links
  std::vector<PlannedRequest> requests;
  /// One tick, when every unit answers: serial by its bytes, TCP by 10 ms a request (assumed).
  Duration predicted_cycle{0};
};

/// One plan per link that has meters, in the order of Settings::links. Meters that share a unit
/// share its requests, bounded by the least of their max_registers. Requests with active power go
/// first, so that the powers of all units are close together in time.
std::vector<BusPlan> plan_buses(const Settings& settings);

}  // namespace pue::engine
