#include "exporters/prometheus/exposition.h"

#include <catch2/catch.hpp>
#include <limits>
#include <sstream>

#include "tests/unit/exporters/example_view.h"

using namespace pue;
using pue::prometheus::exposition;
using test::example_view;

namespace {

/// The sample lines of the text, without HELP and TYPE, that begin with `prefix`.
std::vector<std::string> samples(const View& view, const std::string& prefix) {
  std::istringstream text(exposition(view));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);)
    if (line.starts_with(prefix)) lines.push_back(line);
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("powers of one sample are gauges, a subsystem that is absent has no series") {
  const auto view = example_view();
  CHECK(samples(view, "pue_facility_power_watts") ==
        Lines{R"(pue_facility_power_watts{site="horinger-a"} 1000000)"});
  CHECK(samples(view, "pue_overhead_power_watts") ==
        Lines{R"(pue_overhead_power_watts{site="horinger-a",subsystem="cooling"} 160000)",
              R"(pue_overhead_power_watts{site="horinger-a",subsystem="unexplained"} 40000)"});
  CHECK(samples(view, "pue_unexplained_power_watts") ==
        Lines{R"(pue_unexplained_power_watts{site="horinger-a"} 40000)"});
  CHECK(samples(view, "pue_source_power_watts") ==
        Lines{R"(pue_source_power_watts{site="horinger-a",role="grid"} 1000000)"});
  CHECK(samples(view, "pue_sample_skew_seconds") ==
        Lines{R"(pue_sample_skew_seconds{site="horinger-a"} 0.25)"});
}

TEST_CASE("an absent live ratio has no series") {
  auto view = example_view();
  CHECK(samples(view, "pue_live_ratio") == Lines{R"(pue_live_ratio{site="horinger-a"} 1.25)"});
  view.snapshot.live.pue.reset();
  CHECK(samples(view, "pue_live_ratio").empty());
  CHECK(exposition(view).find("pue_live_ratio") == std::string::npos);
}

TEST_CASE(
    "a window below its gate shows its coverage and no ratio, one that never closed neither") {
  const auto view = example_view();
  CHECK(samples(view, "pue_interim_ratio") ==
        Lines{R"(pue_interim_ratio{site="horinger-a",window="15m"} 1.25)"});
  // 45 of 60 minutes.
  CHECK(samples(view, "pue_coverage_ratio") ==
        Lines{R"(pue_coverage_ratio{site="horinger-a",window="15m"} 1)",
              R"(pue_coverage_ratio{site="horinger-a",window="1h"} 0.75)"});
  CHECK(
      samples(view, "pue_renewable_share_ratio") ==
      Lines{R"(pue_renewable_share_ratio{site="horinger-a",method="interval",window="15m"} 0.5)"});
}

TEST_CASE("energy counters are absent until there is a history and then print as integers") {
  auto view = example_view();
  CHECK(samples(view, "pue_facility_energy_joules_total") ==
        Lines{R"(pue_facility_energy_joules_total{site="horinger-a"} 3600000000)"});
  CHECK(
      samples(view, "pue_overhead_energy_joules_total{site=\"horinger-a\",subsystem=\"cool") ==
      Lines{
          R"(pue_overhead_energy_joules_total{site="horinger-a",subsystem="cooling"} 720000000)"});
  CHECK(samples(view, "pue_source_energy_joules_total") ==
        Lines{R"(pue_source_energy_joules_total{site="horinger-a",role="grid"} 3600000000)"});
  CHECK(samples(view, "pue_covered_seconds_total") ==
        Lines{R"(pue_covered_seconds_total{site="horinger-a"} 3600)"});
  CHECK(samples(view, "pue_elapsed_seconds_total") ==
        Lines{R"(pue_elapsed_seconds_total{site="horinger-a"} 4500)"});
  view.snapshot.counters.reset();
  CHECK(exposition(view).find("_energy_joules_total{site=\"horinger-a\"}") == std::string::npos);
  CHECK(samples(view, "pue_elapsed_seconds_total").empty());
}

TEST_CASE("a cap is its exact decimal, and complies only where the window has a PUE") {
  auto view = example_view();
  CHECK(samples(view, "pue_cap_ratio") ==
        Lines{R"(pue_cap_ratio{site="horinger-a",policy="nm-2025-hub-new-large"} 1.25)"});
  view.snapshot.closed.caps[0].complies[1] = false;
  CHECK(
      samples(view, "pue_cap_complies") ==
      Lines{R"(pue_cap_complies{site="horinger-a",policy="nm-2025-hub-new-large",window="15m"} 1)",
            R"(pue_cap_complies{site="horinger-a",policy="nm-2025-hub-new-large",window="1h"} 0)"});
}

TEST_CASE("the year has a ratio of its own, and its companions say 12mo") {
  const auto view = test::year_view();
  CHECK(samples(view, "pue_annual_ratio") == Lines{R"(pue_annual_ratio{site="horinger-a"} 1.24)"});
  CHECK(samples(view, "pue_interim_ratio").size() == 1);
  CHECK(samples(view, "pue_uncertainty_ratio") ==
        Lines{R"(pue_uncertainty_ratio{site="horinger-a",window="12mo"} 0.0125)"});
  CHECK(samples(view, "pue_category_ratio") ==
        Lines{R"(pue_category_ratio{site="horinger-a",category="1",window="12mo"} 1.24)",
              R"(pue_category_ratio{site="horinger-a",category="2",window="12mo"} 1.265)"});
}

TEST_CASE("of four verdicts one is 1, and a window without a verdict has none") {
  const std::string labels =
      R"(pue_cap_verdict{site="horinger-a",policy="nm-2025-hub-new-large",window="12mo",verdict=)";
  CHECK(samples(test::year_view(), labels) ==
        Lines{labels + R"("pass"} 0)", labels + R"("fail"} 0)", labels + R"("inconclusive"} 1)",
              labels + R"("insufficient"} 0)"});
  CHECK(samples(test::year_view(), "pue_cap_verdict").size() == 8);
}

TEST_CASE("the budget is in joules beside its share, projection and requirement") {
  const auto view = test::year_view();
  const std::string labels = R"({site="horinger-a",policy="nm-2025-hub-new-large"})";
  CHECK(samples(view, "pue_budget_remaining") ==
        Lines{"pue_budget_remaining_joules" + labels + " 3600000000000",
              "pue_budget_remaining_ratio" + labels + " 0.125"});
  CHECK(samples(view, "pue_year_end_projection_ratio").front().ends_with(" 1.243"));
  CHECK(samples(view, "pue_required_rest_of_year_ratio").front().ends_with(" 1.257"));
  CHECK(samples(view, "pue_budget_burn_rate") ==
        Lines{R"(pue_budget_burn_rate{site="horinger-a",policy="nm-2025-hub-new-large",)"
              R"(window="1d"} 1.5)"});
}

TEST_CASE("CO2 is counted in grams, beside the energies and absent without them") {
  auto view = example_view();
  // 684'900'500 mg.
  CHECK(samples(view, "pue_carbon_grams_total") ==
        Lines{R"(pue_carbon_grams_total{site="horinger-a",method="location"} 684900.5)"});
  view.snapshot.counters->co2.reset();
  CHECK(samples(view, "pue_carbon_grams_total").empty());
}

TEST_CASE("water is counted in cubic metres and reused heat in joules") {
  auto view = example_view();
  CHECK(samples(view, "pue_water_cubic_meters_total") ==
        Lines{R"(pue_water_cubic_meters_total{site="horinger-a"} 1.4405)"});
  CHECK(samples(view, "pue_reused_heat_joules_total") ==
        Lines{R"(pue_reused_heat_joules_total{site="horinger-a"} 360000000)"});
  view.snapshot.counters->water.reset();
  view.snapshot.counters->reused_heat.reset();
  CHECK(samples(view, "pue_water_cubic_meters_total").empty());
  CHECK(samples(view, "pue_reused_heat_joules_total").empty());
}

TEST_CASE("WUE and ERF are told of the windows that have them") {
  const auto view = test::year_view();
  CHECK(samples(view, "pue_water_usage_cubic_meters_per_joule") ==
        Lines{R"(pue_water_usage_cubic_meters_per_joule{site="horinger-a",window="12mo"} 5e-10)"});
  CHECK(samples(view, "pue_energy_reuse_ratio") ==
        Lines{R"(pue_energy_reuse_ratio{site="horinger-a",window="12mo"} 0.1)"});
}

TEST_CASE("green figures are in base units: grams, joules, shares") {
  const auto view = test::year_view();
  // 42'332'200'000'000 mg = 42'332.2 t = 42'332'200'000 g.
  CHECK(samples(view, "pue_standard_coal_grams") ==
        Lines{R"(pue_standard_coal_grams{site="horinger-a",method="calorific"} 42332200000)"});
  CHECK(samples(view, "pue_annual_carbon_grams") ==
        Lines{R"(pue_annual_carbon_grams{site="horinger-a",method="location"} 194444000000)",
              R"(pue_annual_carbon_grams{site="horinger-a",method="market"} 83000000000)"});
  CHECK(samples(view, R"(pue_renewable_share_ratio{site="horinger-a",method="attributes")") ==
        Lines{R"(pue_renewable_share_ratio{site="horinger-a",method="attributes",)"
              R"(window="12mo"} 0.495)"});
  // 0.7 kg/kWh = 700 g / 3'600'000 J = 0.00019444… g/J.
  CHECK(samples(view, "pue_carbon_usage_grams_per_joule").front().find("0.000194444") !=
        std::string::npos);
  CHECK(samples(view, "pue_renewable_target_met") ==
        Lines{R"(pue_renewable_target_met{site="horinger-a",policy="nm-2025-low-carbon-park"} 0)"});
  CHECK(samples(view, "pue_renewable_share_high_ratio{site=\"horinger-a\",method=\"hourly\"") ==
        Lines{R"(pue_renewable_share_high_ratio{site="horinger-a",method="hourly",)"
              R"(window="12mo"} 0.3)"});
}

TEST_CASE("a stale meter keeps its info and its zero of up, power and energies vanish") {
  const auto view = example_view();
  CHECK(samples(view, "pue_meter_up") ==
        Lines{R"(pue_meter_up{site="horinger-a",meter="grid-1"} 1)",
              R"(pue_meter_up{site="horinger-a",meter="ups-a"} 0)",
              R"(pue_meter_up{site="horinger-a",meter="chiller-1"} 0)"});
  CHECK(samples(view, "pue_meter_active_power_watts") ==
        Lines{R"(pue_meter_active_power_watts{site="horinger-a",meter="grid-1"} 1000000)"});
  CHECK(samples(view, "pue_meter_info").size() == 3);
  CHECK(samples(view, "pue_meter_info{site=\"horinger-a\",meter=\"chiller-1\"") ==
        Lines{R"(pue_meter_info{site="horinger-a",meter="chiller-1",role="cooling",)"
              R"(subsystem="cooling",link="gw-ups",unit="3"} 1)"});
  // 2026-03-01T01:19:58.5Z: 1772323200 + 4798.5 s; a meter that never answered has no timestamp.
  CHECK(samples(view, "pue_meter_last_success") ==
        Lines{R"(pue_meter_last_success_timestamp_seconds{site="horinger-a",)"
              R"(meter="grid-1"} 1772327998.5)",
              R"(pue_meter_last_success_timestamp_seconds{site="horinger-a",)"
              R"(meter="ups-a"} 1772327700)"});
}

TEST_CASE("a certificate's end is told where it is stated, and nowhere else") {
  auto view = example_view();
  view.snapshot.meters[0].calibration_ends = UtcTime{std::chrono::seconds{1'900'000'000}};
  CHECK(samples(view, "pue_meter_calibration_expiry") ==
        Lines{R"(pue_meter_calibration_expiry_timestamp_seconds{site="horinger-a",)"
              R"(meter="grid-1"} 1900000000)"});
}

TEST_CASE("joules print as integers up to the last one that a double can hold") {
  CHECK(samples(example_view(), "pue_meter_energy_joules_total{site=\"horinger-a\"") ==
        Lines{R"(pue_meter_energy_joules_total{site="horinger-a",meter="grid-1",)"
              R"(direction="import"} 9007199254740991)",
              R"(pue_meter_energy_joules_total{site="horinger-a",meter="grid-1",)"
              R"(direction="export"} 0)"});
}

TEST_CASE("a failure's reason appears with its first failure") {
  auto view = example_view();
  CHECK(samples(view, "pue_poll_failures_total") ==
        Lines{R"(pue_poll_failures_total{site="horinger-a",meter="ups-a",reason="exception_2"} 1)",
              R"(pue_poll_failures_total{site="horinger-a",meter="ups-a",reason="timeout"} 60)"});
  view.telemetry.meters[1].failures.clear();
  CHECK(samples(view, "pue_poll_failures_total").empty());
  CHECK(samples(view, "pue_polls_total").size() == 3);
}

TEST_CASE("a link has a failure counter, a load, and the sum and count of its round trips") {
  const auto view = example_view();
  CHECK(samples(view, "pue_link_rtt_seconds") ==
        Lines{R"(pue_link_rtt_seconds_count{site="horinger-a",link="gw-ups"} 1860)",
              R"(pue_link_rtt_seconds_sum{site="horinger-a",link="gw-ups"} 46.5)"});
  CHECK(samples(view, "pue_link_load_ratio") ==
        Lines{R"(pue_link_load_ratio{site="horinger-a",link="gw-ups"} 0.625)"});
  CHECK(samples(view, "pue_link_failures_total") ==
        Lines{R"(pue_link_failures_total{site="horinger-a",link="gw-ups"} 2)"});
}

TEST_CASE("a link that can tell has a counter of late frames") {
  auto view = example_view();
  CHECK(samples(view, "pue_link_late_frames_total").empty());
  view.telemetry.links[0].late_frames = 3;
  CHECK(samples(view, "pue_link_late_frames_total") ==
        Lines{R"(pue_link_late_frames_total{site="horinger-a",link="gw-ups"} 3)"});
}

TEST_CASE("lateness is a cumulative histogram that ends in +Inf") {
  // 0.0005 s is in every bucket, 0.25 s from le=0.5 on.
  const auto lines = samples(example_view(), "pue_poll_lateness_seconds");
  CHECK(lines.front() == R"(pue_poll_lateness_seconds_count{site="horinger-a"} 2)");
  CHECK(lines[1] == R"(pue_poll_lateness_seconds_sum{site="horinger-a"} 0.2505)");
  CHECK(lines[2] == R"(pue_poll_lateness_seconds_bucket{site="horinger-a",le="0.001"} 1)");
  CHECK(lines[7] == R"(pue_poll_lateness_seconds_bucket{site="horinger-a",le="0.5"} 2)");
  CHECK(lines.back() == R"(pue_poll_lateness_seconds_bucket{site="horinger-a",le="+Inf"} 2)");
}

TEST_CASE("the daemon tells of its store, its configuration, its build and its process") {
  auto view = example_view();
  CHECK(samples(view, "pue_build_info") == Lines{R"(pue_build_info{version="0.1.0"} 1)"});
  CHECK(samples(view, "pue_ledger") ==
        Lines{R"(pue_ledger_records_total{site="horinger-a"} 4)",
              R"(pue_ledger_last_commit_timestamp_seconds{site="horinger-a"} 1772327702)"});
  view.telemetry.store.checkpoints_unsynced = 2;
  CHECK(samples(view, "pue_ledger_checkpoints") ==
        Lines{R"(pue_ledger_checkpoints_unsynced{site="horinger-a"} 2)"});
  CHECK(samples(view, "pue_config") ==
        Lines{R"(pue_config_last_reload_successful{site="horinger-a"} 1)",
              R"(pue_config_last_reload_success_timestamp_seconds{site="horinger-a"} 1772323200)"});
  CHECK(samples(view, "process_open_fds") == Lines{R"(process_open_fds{site="horinger-a"} 30)"});
}

TEST_CASE("a clock of which the kernel does not tell has no series") {
  auto view = example_view();
  CHECK(samples(view, "pue_clock").empty());
  view.telemetry.clock.sync = engine::ClockSync::synchronised;
  CHECK(samples(view, "pue_clock") == Lines{R"(pue_clock_synchronised{site="horinger-a"} 1)"});
  view.telemetry.clock.sync = engine::ClockSync::unsynchronised;
  CHECK(samples(view, "pue_clock") == Lines{R"(pue_clock_synchronised{site="horinger-a"} 0)"});
}

TEST_CASE("every family but build_info carries the site, and no value is NaN") {
  auto view = example_view();
  view.snapshot.live.power.facility = Watts{std::numeric_limits<double>::quiet_NaN()};
  CHECK(samples(view, "pue_facility_power_watts").empty());
  for (const auto& family : pue::prometheus::all_families()) {
    INFO(family.name);
    CHECK((family.labels.starts_with("site") != (family.name == "pue_build_info")));
    CHECK_FALSE(family.help.empty());
  }
}

TEST_CASE("a collectable without a view collects nothing, with one what the exposition has") {
  const pue::prometheus::SnapshotCollectable none([] { return nullptr; });
  CHECK(none.Collect().empty());
  const pue::prometheus::SnapshotCollectable some(
      [] { return std::make_shared<View>(example_view()); });
  const auto text = exposition(example_view());
  for (const auto& family : some.Collect())
    CHECK(text.find("# TYPE " + family.name + " ") != std::string::npos);
}
