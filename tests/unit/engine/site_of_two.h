// The smallest site that has a PUE, for tests of the engine; times count from one start.
#pragma once

#include "base/rfc3339.h"
#include "engine/settings.h"

namespace pue::engine::test {

using namespace std::chrono_literals;

inline const UtcTime start = *parse_rfc3339("2026-03-01T00:00:00Z");
inline constexpr std::uint32_t grid = 0, it = 1;

inline meter::Point point(meter::Quantity quantity) {
  meter::Point p;
  p.quantity = quantity;
  return p;
}

/// A grid meter and an IT meter with 1 Wh registers and power, policy cap 1.25.
inline Settings site_of_two() {
  Settings settings;
  settings.site.facts.name = "test";
  settings.site.facts.hub_node = true;
  settings.site.meters = {
      {"grid", site::Role::grid, std::nullopt, std::nullopt, false},
      {"ups-out", site::Role::it, site::ItPoint::ups_output, std::nullopt, false}};
  energy::TrackerSettings tracker;
  tracker.import = energy::RegisterSettings{Joules{3600}, std::nullopt, std::nullopt};
  tracker.has_power = true;
  tracker.max_power = Watts{1e6};
  tracker.power_gap = 60s;
  tracker.interval = 15min;
  settings.trackers = {tracker, tracker};
  settings.connections.resize(2);
  for (auto& connection : settings.connections)
    connection.points = {point(meter::Quantity::active_power_w),
                         point(meter::Quantity::energy_import_wh)};
  kpi::PolicyRow cap;
  cap.id = "cap";
  cap.cap = {1'250'000};
  cap.valid_from = std::chrono::year{2020} / 1 / 1;
  settings.policies = {cap};
  return settings;
}

inline Moment at(Duration since_start) { return {MonoTime{since_start}, start + since_start}; }

}  // namespace pue::engine::test
