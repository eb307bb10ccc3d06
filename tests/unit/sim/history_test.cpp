#include "sim/history.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "sim/meters.h"

using namespace pue::sim;

namespace {

constexpr std::int64_t until = 1772296500;  // 2026-02-28T16:35:00Z, not a quarter hour

SiteDescription two_meters() {
  SiteDescription site;
  site.ports.push_back({});
  MeterDescription grid;
  grid.name = "grid";
  grid.step_wh = 1000;
  grid.start_wh = 5e6;
  MeterDescription it = grid;
  it.name = "it";
  it.unit = 2;
  it.measures = Signal::ups_a_out;
  it.registers = RegisterKind::sdm630;
  site.meters = {grid, it};
  return site;
}

std::vector<std::string> lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

}  // namespace

TEST_CASE("a length in months goes back by the calendar of the site") {
  // 2026-02-28T16:35Z is 1 March 00:35 at +8; 13 months earlier 1 February 2025 00:35 at +8,
  // 2025-01-31T16:35Z = 1738341300; at a quarter hour 1738341000.
  CHECK(history_span("13mo", until, 900, 8.0)->from == 1738341000);
  CHECK(history_span("2d", until, 900, 8.0)->from == until - 2 * 86400 - 300);
  CHECK_FALSE(history_span("13", until, 900, 8.0).has_value());
  CHECK_FALSE(history_span("0d", until, 900, 8.0).has_value());
}

TEST_CASE("a month's end that does not exist becomes the last day of the month") {
  // 13 months before 31 March 2026 12:00Z would be 29-31 February 2025: the 28th, 12:00Z.
  CHECK(history_span("13mo", 1774958400, 900, 0.0)->from == 1740744000);
}

TEST_CASE("the past has three rows a meter at every step up to its end") {
  std::ostringstream readings;
  const HistorySpan span{until - 3900, until, 900, 900};  // 65 min: steps at 0, 15, 30, 45, 60 min
  write_history(two_meters(), 1, span, readings, nullptr, [](double) {});
  const auto rows = lines(readings.str());
  REQUIRE(rows.size() == 2 + 5 * 2 * 3);
  CHECK(rows[1] == "time,meter,quantity,value");
  CHECK(rows[3] == "2026-02-28T15:30:00Z,grid,energy_import_wh,5000000");
  CHECK(rows.back() == "2026-02-28T16:30:00Z,it,energy_export_wh,0");
}

TEST_CASE("the last day may have a finer step") {
  std::ostringstream readings;
  // 25 h: 01:00 by the step of an hour, then 24 h in which every half hour has its reading.
  HistorySpan span{until - 25 * 3600, until, 3600};
  span.last_day_step = 1800;
  write_history(two_meters(), 1, span, readings, nullptr, [](double) {});
  CHECK(lines(readings.str()).size() == 2 + (1 + 49) * 2 * 3);
}

TEST_CASE("the last registers of the past are the first of the live site") {
  const SiteDescription site = two_meters();
  std::ostringstream readings;
  const HistorySpan span{until - 3600, until, 900, 900};
  const auto state = write_history(site, 1, span, readings, nullptr, [](double) {});
  const auto restored = *state_from_json(state_to_json(state));
  const EnergyAccount live(site.plant, restored.seed, restored.time, restored.energies,
                           restored.cooling_factor);
  const auto rows = lines(readings.str());
  for (std::size_t i = 0; i < site.meters.size(); ++i) {
    const auto& meter = site.meters[i];
    const MeterValues first = meter_values(meter, live.at_part(0), {});
    const double shown = shown_energy_wh(meter.registers, meter.step_wh, first.energy_import_wh);
    const std::string& row = rows[rows.size() - 6 + 3 * i + 1];
    CHECK(std::stod(row.substr(row.rfind(',') + 1)) == shown);
  }
}

TEST_CASE("the truth beside the readings is that of the state") {
  std::ostringstream readings, truth;
  const HistorySpan span{until - 1800, until, 900, 900};
  const auto state = write_history(two_meters(), 1, span, readings, &truth, [](double) {});
  const auto rows = lines(truth.str());
  REQUIRE(rows.size() == 4);
  CHECK(rows[1] == "2026-02-28T16:05:00Z,0,0");
  CHECK(rows[3].find(std::to_string(std::llround(it_energy_j(state.energies)))) !=
        std::string::npos);
}
