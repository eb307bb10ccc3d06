// A small site by hand for the exporters' tests: one grid meter that answers, one UPS output that
// went stale. 1000 kW of facility over 800 kW of IT, PUE 1.25.
#pragma once

#include "base/rfc3339.h"
#include "exporters/view.h"

namespace pue::test {

inline UtcTime utc(const char* text) { return *parse_rfc3339(text); }

inline kpi::WindowFigures example_hour() {
  using namespace std::chrono_literals;
  kpi::WindowFigures hour;
  hour.period = {utc("2026-03-01T00:00:00Z"), utc("2026-03-01T01:00:00Z")};
  hour.covered = 45min;
  hour.elapsed = 60min;
  // 1000 kW and 800 kW for 45 min: 750 kWh and 600 kWh of 3'600'000 J.
  hour.facility = Joules{2'700'000'000};
  hour.it = Joules{2'160'000'000};
  hour.overhead[0] = Joules{432'000'000};
  hour.pue_ungated = 1.25;
  hour.insufficient = kpi::Insufficient::low_coverage;
  return hour;
}

inline kpi::WindowFigures example_quarter() {
  using namespace std::chrono_literals;
  kpi::WindowFigures quarter;
  quarter.period = {utc("2026-03-01T01:00:00Z"), utc("2026-03-01T01:15:00Z")};
  quarter.covered = quarter.elapsed = 15min;
  quarter.facility = Joules{900'000'000};
  quarter.it = Joules{720'000'000};
  quarter.pue = quarter.pue_ungated = 1.25;
  quarter.insufficient = kpi::Insufficient::none;
  quarter.renewable_share = 0.5;
  return quarter;
}

inline std::vector<engine::MeterState> example_meters() {
  engine::MeterState grid;
  grid.name = "grid-1";
  grid.role = site::Role::grid;
  grid.profile = "schneider/pm5000";
  grid.link = "modbus+tcp://10.0.0.11:502";
  grid.unit = 1;
  grid.up = true;
  grid.power = Watts{1'000'000};
  grid.energy_imported = Joules{9'007'199'254'740'991};  // 2^53 − 1
  grid.energy_exported = Joules{0};
  grid.last_success = utc("2026-03-01T01:19:58.500Z");
  grid.last_interval = energy::Quality::measured;
  engine::MeterState ups;
  ups.name = "ups-a";
  ups.role = site::Role::it;
  ups.link = "gw-ups";
  ups.unit = 2;
  ups.last_success = utc("2026-03-01T01:15:00Z");
  engine::MeterState chiller;
  chiller.name = "chiller-1";
  chiller.role = site::Role::cooling;
  chiller.link = "gw-ups";
  chiller.unit = 3;
  return {grid, ups, chiller};
}

inline engine::Snapshot example_snapshot() {
  using namespace std::chrono_literals;
  engine::Snapshot snapshot;
  snapshot.at = utc("2026-03-01T01:20:00Z");
  snapshot.site = "horinger-a";
  snapshot.live.power.facility = Watts{1'000'000};
  snapshot.live.power.it = Watts{800'000};
  snapshot.live.power.overhead = {Watts{160'000}, std::nullopt, std::nullopt, std::nullopt,
                                  Watts{40'000}};
  snapshot.live.power.sources[0] = Watts{1'000'000};
  snapshot.live.pue = 1.25;
  snapshot.live.skew = 250ms;
  snapshot.windows = {example_quarter(), example_hour(), kpi::WindowFigures{}};
  snapshot.counters = engine::EnergyCounters{};
  snapshot.counters->facility = Joules{3'600'000'000};
  snapshot.counters->it = Joules{2'880'000'000};
  snapshot.counters->overhead[0] = Joules{720'000'000};
  snapshot.counters->sources[0] = Joules{3'600'000'000};
  snapshot.counters->covered_seconds = 3600;
  snapshot.counters->elapsed_seconds = 4500;
  engine::CapFigure cap;
  cap.policy.id = "nm-2025-hub-new-large";
  cap.policy.cap = {1'250'000};
  cap.policy.source = "a plan, \"box 1\"";
  cap.policy.confidence = "read";
  cap.derivation = "hub node, 4200 racks";
  cap.complies = {true, std::nullopt, std::nullopt};
  snapshot.caps = {cap};
  snapshot.meters = example_meters();
  snapshot.equation = "E_facility = grid-1; E_it = ups-a";
  snapshot.closed_until = utc("2026-03-01T01:15:00Z");
  return snapshot;
}

inline engine::Telemetry example_telemetry() {
  engine::Telemetry telemetry;
  telemetry.version = "0.1.0";
  telemetry.started = utc("2026-03-01T00:00:00Z");
  telemetry.meters.resize(3);
  telemetry.meters[0].polls = 960;
  telemetry.meters[1].polls = 960;
  telemetry.meters[1].failures = {{"timeout", 60}, {"exception_2", 1}};
  telemetry.meters[1].last_failure = "timeout";
  engine::LinkTraffic link;
  link.name = "gw-ups";
  link.failures = 2;
  link.answers = 1860;
  link.rtt_seconds = 46.5;
  link.load = 0.625;
  telemetry.links = {link};
  telemetry.lateness.observe(0.0005);
  telemetry.lateness.observe(0.25);
  telemetry.store.records = 4;
  telemetry.store.last_commit = utc("2026-03-01T01:15:02Z");
  telemetry.reload.last_success = utc("2026-03-01T00:00:00Z");
  return telemetry;
}

inline View example_view() {
  View view;
  view.snapshot = example_snapshot();
  view.telemetry = example_telemetry();
  view.process.cpu_seconds = 12.5;
  view.process.resident_bytes = 20'000'000;
  view.process.open_descriptors = 30;
  view.process.descriptor_limit = 65536;
  view.process.started = utc("2026-03-01T00:00:00Z");
  view.ready = true;
  return view;
}

}  // namespace pue::test
