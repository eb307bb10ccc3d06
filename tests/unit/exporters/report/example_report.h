// A month of a small site by hand for the tests of reports: March 2026 in Shanghai, 744 h.
// IT 1000 kW: 744,000 kWh. Facility 930,074.4 kWh, so PUE is 1.2501, just above the cap of 1.25.
#pragma once

#include "base/rfc3339.h"
#include "exporters/report/period_report.h"

namespace pue::test {

inline UtcTime utc(const char* text) { return *parse_rfc3339(text); }
inline Joules kilowatt_hours(double count) { return joules_from_watt_hours(count * 1000); }

inline kpi::WindowFigures month_figures() {
  kpi::WindowFigures month;
  month.period = {utc("2026-02-28T16:00:00Z"), utc("2026-03-31T16:00:00Z")};
  month.elapsed = month.period.length();
  month.covered = month.elapsed / 100 * 99;
  month.facility = Joules{3'348'267'840'000};
  month.it = Joules{2'678'400'000'000};
  month.overhead[0] = kilowatt_hours(120'000);
  month.overhead[1] = kilowatt_hours(50'000);
  month.overhead[4] = kilowatt_hours(16'074.4);
  month.sources[0] = kilowatt_hours(900'074.4);
  month.sources[1] = kilowatt_hours(30'000);
  month.pue = month.pue_ungated = 1.2501;
  month.insufficient = kpi::Insufficient::none;
  month.pue_by_category = {1.2501, 1.2756, std::nullopt};
  month.estimated_share = 0.004;
  month.uncertainty = 0.0144;
  // 30,000 of 930,074.4 kWh is 3.2 %, with what is missing at most 46,503.72: 5 %.
  month.renewable_ungated[1] = kpi::ShareRange{{kilowatt_hours(30'000), *month.facility},
                                               {kilowatt_hours(46'503.72), *month.facility}};
  month.utilisation = kpi::Share{kilowatt_hours(30'000), kilowatt_hours(32'000)};
  // 1,339.2 m3 for 744 MWh: 1.8 m3/MWh. A tenth of the facility's energy is reused as heat.
  month.water_usage = kpi::WaterUsage{{1'339'200'000}, *month.it};
  month.energy_reuse = kpi::Share{Joules{334'826'784'000}, *month.facility};
  return month;
}

/// A day of 24,000 kWh of IT. The fifth is below its gate, the sixth is not known at all.
inline kpi::WindowFigures day_figures(int day) {
  using namespace std::chrono_literals;
  kpi::WindowFigures of;
  of.period.start = utc("2026-02-28T16:00:00Z") + day * 24h;
  of.period.end = of.period.start + 24h;
  of.elapsed = 24h;
  if (day == 5) return of;
  of.covered = day == 4 ? 12h : 24h;
  of.it = kilowatt_hours(24'000);
  of.overhead[0] = kilowatt_hours(3'600 + 120 * (day % 7));
  of.overhead[1] = kilowatt_hours(1'600);
  of.overhead[4] = kilowatt_hours(520);
  of.facility = *of.it + *of.overhead[0] + *of.overhead[1] + *of.overhead[4];
  of.pue_ungated = static_cast<double>(of.facility->count) / static_cast<double>(of.it->count);
  if (day != 4) of.pue = of.pue_ungated;
  of.insufficient = day == 4 ? kpi::Insufficient::low_coverage : kpi::Insufficient::none;
  of.uncertainty = 0.0144;
  of.renewable_ungated[1] = kpi::ShareRange{{kilowatt_hours(900 + 40 * (day % 5)), *of.facility},
                                            {kilowatt_hours(1'300), *of.facility}};
  return of;
}

inline kpi::FactorUse factor_use(kpi::FactorKind kind, std::int64_t milligrams_per_kwh) {
  return {2026,
          kilowatt_hours(900'000),
          {kind, "inner-mongolia", 2023, milligrams_per_kwh, "a notice", "reported"}};
}

inline void add_masses(engine::PeriodFigures& figures) {
  using kpi::FactorKind;
  // 930,074.4 kWh at 0.1229 kg/kWh are 114.3 t, at 0.29 kg/kWh 269.7 t.
  figures.coal.calorific =
      kpi::YearlyMass{{114'306'143'760}, {factor_use(FactorKind::calorific, 122'900)}};
  figures.coal.equivalent =
      kpi::YearlyMass{{269'721'576'000}, {factor_use(FactorKind::equivalent, 290'000)}};
  // 900,074.4 kWh at 0.6849 kg/kWh are 616.5 t; 616,461 kg for 744,000 kWh of IT: 0.829 kg/kWh.
  figures.location_based =
      kpi::LocationBased{{616'460'956'560}, {factor_use(FactorKind::grid, 684'900)}, {}};
  figures.market_based = kpi::MarketBased{
      {412'000'000'000}, kilowatt_hours(300'000), {factor_use(FactorKind::residual, 700'000)}, {}};
  figures.carbon_usage_effectiveness = 0.829;
}

inline void add_judgements(engine::PeriodFigures& figures) {
  using namespace std::chrono;
  engine::PeriodCap cap;
  cap.policy.id = "nm-2025-hub-new-large";
  cap.policy.cap = {1'250'000};
  cap.policy.valid_from = 2025y / January / 1;
  cap.policy.source = "a plan, \"box 1\"";
  cap.policy.confidence = "read";
  cap.reasons = {{"in a hub node", "hub_node"},
                 {"4200 racks", "racks", {{"racks", "4200"}, {"from", "3000"}}}};
  cap.complies = false;
  cap.verdict = kpi::Verdict::inconclusive;
  figures.caps = {cap};
  engine::TargetFigure target;
  target.target.id = "nm-2025-low-carbon-park";
  target.target.method = kpi::ShareMethod::hourly;
  target.target.share = {500'000};
  target.target.valid_from = 2025y / January / 1;
  target.target.source = "a plan of parks";
  target.target.confidence = "reported";
  target.reasons = {{"", "park_low_carbon"}};
  target.share = figures.figures.renewable_ungated[1];
  target.answer = kpi::TargetAnswer::missed;
  figures.targets = {target};
  const kpi::Certificate certificate{
      kpi::CertificateKind::gec, "g-<1>",   2026y / March / 1,
      2026y / April / 1,         300'000,   kpi::CertificateStatus::retired,
      2026y / April / 10,        "registry"};
  figures.certificates = engine::CertificateFigure{
      2026y / April / 15, kilowatt_hours(300'000),
      std::make_shared<const std::vector<kpi::Certificate>>(1, certificate)};
}

inline std::vector<report::MeterLine> meter_lines() {
  using namespace std::chrono;
  report::MeterLine grid;
  grid.place.name = "grid-1";
  grid.place.role = site::Role::grid;
  grid.place.accuracy = site::Accuracy{site::MeterClass::c0_5s, {}, site::CtClass::c0_2s};
  grid.place.calibration = site::Calibration{"JD-2024-118", 2026y / March / 15};
  grid.place.zone = "HV room";
  grid.place.serial = "SN-0042";
  grid.model = "Schneider PM5340";
  grid.link = "gw-hv, 1";
  grid.transformers = "CT 2000/5";
  grid.imported = kilowatt_hours(900'074.4);
  grid.exported = Joules{0};
  grid.time_by_quality[0] = 700h;  // of 744 h: 94.1 %
  grid.time_by_quality[1] = 40h;   // 5.4 %; what is left, 4 h, 0.5 %
  grid.u = 0.0054;
  report::MeterLine ups;
  ups.place.name = "ups-a <script>alert(1)</script>";
  ups.place.role = site::Role::it;
  ups.place.accuracy = site::Accuracy{{}, 0.4};
  ups.place.calibration = site::Calibration{"JD-2025-007", 2026y / March / 31};
  ups.link = "gw-ups, 3";
  ups.imported = kilowatt_hours(744'000);
  ups.time_by_quality[0] = 744h;
  report::MeterLine water;
  water.place.name = "tower-water";
  water.place.role = site::Role::water;
  water.link = "gw-hv, 9";
  water.volume = Millilitres{1'339'200'000};
  water.time_by_quality[0] = 744h;
  return {grid, ups, water};
}

inline void add_records(report::PeriodReport& report) {
  using namespace std::chrono_literals;
  const auto outage = utc("2026-03-06T02:00:00Z");
  report.gaps = {{{outage, outage + 4h}, energy::Quality::missing, "grid-1"},
                 {{outage + 24h, outage + 64h}, energy::Quality::recovered, "grid-1"}};
  report.events = {{outage, "grid-1", "swap", 123'456'789'000, 0, "Li & Wang", "=display dark", ""},
                   {outage, "tower-water", "swap", 4'500, {}, "Li", "leak", "W-7"}};
  report.corrections = {{outage + 48h,
                         "grid-1",
                         energy::Direction::imported,
                         {outage, outage + 1h},
                         std::nullopt,
                         kilowatt_hours(1'250),
                         "Zhao",
                         "read at the display",
                         "W-8"}};
  // Ours is 74.4 kWh or 0.01 % above the bill; both together are uncertain by 50 kWh.
  report.references = {{"grid-1", report.period, "B-2026-03", "State Grid", kilowatt_hours(900'000),
                        kilowatt_hours(900'074.4), kilowatt_hours(50)},
                       {"ups-a", report.period, "", "Li", kilowatt_hours(744'000), {}, {}}};
  report.runs = {{utc("2026-02-27T00:00:00Z"), "start", "0.1.0"},
                 {outage, "clock", "+2.5 s"},
                 {outage + 1h, "import", "readings-2026-03.csv"}};
}

inline report::PeriodReport month_report() {
  using namespace std::chrono_literals;
  report::PeriodReport report;
  report.site.name = "horinger-a";
  report.site.hub_node = true;
  report.zone_name = "Asia/Shanghai";
  report.zone = Zone::fixed("Asia/Shanghai", 8h);
  report.period_name = "2026-03";
  report.equation = "E_facility = grid-1 + pv-roof; E_it = ups-a";
  report.figures.gate = kpi::Window::month_to_date;
  report.figures.figures = month_figures();
  report.period = report.figures.figures.period;
  for (int day = 0; day < 31; ++day) report.figures.trend.push_back(day_figures(day));
  add_judgements(report.figures);
  add_masses(report.figures);
  report.meters = meter_lines();
  add_records(report);
  report.as_of = utc("2026-04-15T02:30:00Z");
  report.entries = 31'415;
  report.checkpoint = "horinger-a/pued\n31415\naGFzaA==\n\n— horinger-a/pued c2lnbg==\n";
  report.key = "horinger-a/pued+1a2b3c4d+AbCd";
  report.version = "0.1.0";
  return report;
}

/// The same month of which nothing is known.
inline report::PeriodReport unknown_month() {
  auto report = month_report();
  report.figures = {};
  report.figures.figures.period = report.period;
  report.figures.figures.elapsed = report.period.length();
  report.meters.clear();
  report.gaps.clear();
  report.events.clear();
  report.corrections.clear();
  report.references.clear();
  report.runs.clear();
  report.checkpoint.clear();
  return report;
}

}  // namespace pue::test
