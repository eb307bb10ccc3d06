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
  const kpi::Share half{Joules{450'000'000}, Joules{900'000'000}};
  quarter.renewable_ungated[0] = kpi::ShareRange{half, half};
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
  snapshot.closed.windows[0] = example_quarter();
  snapshot.closed.windows[1] = example_hour();
  snapshot.counters = engine::EnergyCounters{};
  snapshot.counters->facility = Joules{3'600'000'000};
  snapshot.counters->it = Joules{2'880'000'000};
  snapshot.counters->overhead[0] = Joules{720'000'000};
  snapshot.counters->sources[0] = Joules{3'600'000'000};
  snapshot.counters->water = Millilitres{1'440'500};
  snapshot.counters->reused_heat = Joules{360'000'000};
  snapshot.counters->co2 = kpi::Milligrams{684'900'500};
  snapshot.counters->covered_seconds = 3600;
  snapshot.counters->elapsed_seconds = 4500;
  engine::CapFigure cap;
  cap.policy.id = "nm-2025-hub-new-large";
  cap.policy.cap = {1'250'000};
  cap.policy.source = "a plan, \"box 1\"";
  cap.policy.confidence = "read";
  cap.derivation = "hub node, 4200 racks";
  cap.reasons = {{"inside a computing-hub node", "hub_node"},
                 {"4200 standard racks", "racks", {{"racks", "4200"}, {"from", "3000"}}}};
  cap.complies[0] = true;
  snapshot.closed.caps = {cap};
  snapshot.meters = example_meters();
  snapshot.equation = "E_facility = grid-1; E_it = ups-a";
  snapshot.closed_until = utc("2026-03-01T01:15:00Z");
  return snapshot;
}

/// Twelve whole months in Shanghai: 1240 TJ of facility over 1000 TJ of IT, PUE 1.24. Standard
/// uncertainties of the two meters 0.005 and 0.00375: U = 2 · √(0.005² + 0.00375²) = 0.0125.
inline kpi::WindowFigures example_year() {
  kpi::WindowFigures year;
  year.period = {utc("2025-02-28T16:00:00Z"), utc("2026-02-28T16:00:00Z")};
  year.covered = year.elapsed = year.period.length();
  year.facility = Joules{1'240'000'000'000'000};
  year.it = Joules{1'000'000'000'000'000};
  year.overhead[0] = Joules{200'000'000'000'000};
  year.overhead[4] = Joules{40'000'000'000'000};
  year.sources[0] = Joules{1'240'000'000'000'000};
  year.pue = year.pue_ungated = 1.24;
  year.insufficient = kpi::Insufficient::none;
  year.pue_by_category = {1.24, 1.265, std::nullopt};
  year.estimated_share = 0.001;
  year.uncertainty = 0.0125;
  // 310 of 1240 TJ is 0.25, with what is missing 372 TJ at most: 0.3.
  const Joules load{1'240'000'000'000'000};
  year.renewable_ungated[1] =
      kpi::ShareRange{{Joules{310'000'000'000'000}, load}, {Joules{372'000'000'000'000}, load}};
  // 620 TJ of certificates: 0.5. One percent of the time is not known: 613.8 TJ count, 0.495.
  year.renewable_ungated[4] =
      kpi::ShareRange{{Joules{613'800'000'000'000}, load}, {Joules{620'000'000'000'000}, load}};
  // 500,000 m3 for 1000 TJ or 277,777.8 MWh: 1.8 m3/MWh, 5e-10 m3/J. 124 of 1240 TJ of heat: 0.1.
  year.water_usage = kpi::WaterUsage{{500'000'000'000}, *year.it};
  year.energy_reuse = kpi::Share{Joules{124'000'000'000'000}, load};
  year.utilisation = kpi::Share{Joules{4}, Joules{5}};
  return year;
}

inline std::shared_ptr<const engine::Explanation> example_explanation() {
  engine::Explanation::Input grid;
  grid.meter = MeterId{0};
  grid.in_facility = 1;
  grid.in_source[0] = 1;
  grid.in_subsystem[4] = 1;
  grid.sum.net = Joules{1'240'000'000'000'000};
  grid.sum.estimated = Joules{1'240'000'000'000};
  grid.sum.worst = energy::Quality::estimated;
  grid.uncertainty = kpi::Contribution{MeterId{0}, 0.005, 0, 0};
  engine::Explanation::Input ups;
  ups.meter = MeterId{1};
  ups.in_it = 1;
  ups.in_subsystem[4] = -1;
  ups.sum.net = Joules{1'000'000'000'000'000};
  ups.uncertainty = kpi::Contribution{MeterId{1}, 0.00375, 0, 0};
  engine::Explanation::Input chiller;
  chiller.meter = MeterId{2};
  chiller.in_subsystem[0] = 1;
  chiller.in_subsystem[4] = -1;
  chiller.sum.net = Joules{200'000'000'000'000};
  auto explanation = std::make_shared<engine::Explanation>();
  explanation->inputs = {grid, ups, chiller};
  explanation->runs = 3;
  return explanation;
}

/// One certificate of 620 TJ / 3.6 MJ, about 172,222,222 kWh, in whole ones 172,222,000.
inline engine::CertificateFigure example_certificates() {
  using namespace std::chrono;
  const kpi::Certificate one{
      kpi::CertificateKind::gec, "g-<1>",       2025y / March / 1,
      2025y / April / 1,         172'222'000,   kpi::CertificateStatus::retired,
      2026y / February / 10,     "the registry"};
  return {2026y / March / 1, Joules{619'999'200'000'000},
          std::make_shared<const std::vector<kpi::Certificate>>(1, one)};
}

/// A factor row that took energy of 2025.
inline kpi::FactorUse example_factor(kpi::FactorKind kind, std::int64_t milligrams_per_kwh) {
  return {2025,
          Joules{1'000'000'000'000'000},
          {kind, "inner-mongolia", 2022, milligrams_per_kwh, "a notice", "reported"}};
}

inline void add_carbon(engine::ClosedFigures& closed) {
  closed.location_based = kpi::LocationBased{
      {194'444'000'000'000}, {example_factor(kpi::FactorKind::grid, 700'000)}, {}};
  closed.market_based = kpi::MarketBased{{83'000'000'000'000},
                                         Joules{613'800'000'000'000},
                                         {example_factor(kpi::FactorKind::residual, 609'600)},
                                         {}};
  closed.market_based->genset.not_counted = Joules{3'600'000};
  closed.carbon_usage_effectiveness = 0.7;
}

/// The example with its year: what is judged, budgeted and explained.
inline void add_year(engine::ClosedFigures& closed) {
  constexpr auto annual = kpi::position(kpi::Window::twelve_months);
  closed.windows[annual] = example_year();
  closed.explained[annual] = example_explanation();
  auto& cap = closed.caps.at(0);
  cap.complies[annual] = true;
  // 1.24 + 0.0125 > 1.25 and 1.24 − 0.0125 ≤ 1.25.
  cap.verdicts[annual] = kpi::Verdict::inconclusive;
  cap.verdicts[1] = kpi::Verdict::insufficient;
  cap.target.emplace();
  cap.target->annual = 1.22;
  cap.target->season = kpi::Season::from_past;
  // 3.6e12 J are 1,000,000 kWh.
  cap.budget = kpi::Budget{28.8e12, 3.6e12, 0.125,
                           1.243,   1.257,  {610.8e12, 480e12, 585.6e12, 480e12, 582.48e12}};
  cap.burn[2] = 1.5;
  engine::TargetFigure target;
  target.target.id = "nm-2025-low-carbon-park";
  target.target.method = kpi::ShareMethod::hourly;
  target.target.share = {500'000};
  target.target.valid_from = std::chrono::year{2025} / 1 / 1;
  target.target.confidence = "reported";
  target.reasons = {{"low_carbon park", "park_low_carbon"}};
  target.share = closed.windows[annual].renewable_ungated[1];
  target.answer = kpi::TargetAnswer::missed;
  closed.targets = {target};
  // 0.03 + 0.02 = 1.30 − 1.25.
  kpi::PueChange change;
  change.before = 1.25;
  change.after = 1.3;
  change.subsystem[0] = 0.03;
  change.it = 0.02;
  change.it_relative = -0.1;
  closed.changes[1] = change;
  closed.grade = kpi::Grade::second;
  closed.certificates = example_certificates();
  add_carbon(closed);
  closed.coal.calorific = kpi::YearlyMass{};
  closed.coal.calorific->sum = kpi::Milligrams{42'332'200'000'000};
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

inline View year_view() {
  auto view = example_view();
  add_year(view.snapshot.closed);
  return view;
}

}  // namespace pue::test
