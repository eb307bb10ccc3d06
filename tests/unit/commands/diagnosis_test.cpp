#include "commands/diagnosis.h"

#include <catch2/catch.hpp>

#include "simulated_meter.h"

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;
using meter::Quantity;

namespace {

/// Ten minutes: 6210 W move the register by 1.035 kWh, 132 steps of a float32.
Diagnosis diagnosed(SimulatedMeter& meter, const std::vector<meter::Point>& points,
                    MeterFacts facts = {20e3, false, site::Role::it}) {
  const auto done = examine(points, 1, facts.max_power, 10min, meter.bedside());
  REQUIRE_FALSE(done.silent.has_value());
  return diagnose(points, done.readings, facts);
}

std::vector<std::string> remedies(const Diagnosis& diagnosis) {
  std::vector<std::string> found;
  for (const auto& finding : diagnosis.findings) found.push_back(finding.remedy);
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a meter that is configured right has no findings") {
  SimulatedMeter meter;
  const auto diagnosis = diagnosed(meter, right_points());
  CHECK(remedies(diagnosis) == Texts{});
  CHECK_FALSE(diagnosis.points_changed);
  // P = ΣU·I·PF, P = P1 + P2 + P3, the voltages, import against P; 12.5 kWh of export stand still.
  CHECK(diagnosis.fit.held() == 4);
}

TEST_CASE("where a device describes itself only values and directions are judged") {
  // A current ten times too large: a scale that could be mended, if it were not the device's own.
  SimulatedMeter meter;
  meter.put(6, 100.1F);
  auto bedside = meter.bedside();
  bedside.self_described = true;
  const auto points = right_points();
  const auto done = examine(points, 1, 20e3, 10s, bedside);
  CHECK(done.readings.size() == 1);
  MeterFacts facts{20e3, false, site::Role::it};
  facts.self_described = true;
  const auto diagnosis = diagnose(points, done.readings, facts);
  CHECK_FALSE(diagnosis.points_changed);
  CHECK(diagnosis.points == points);
  REQUIRE(!diagnosis.findings.empty());
  CHECK(diagnosis.findings.front().what == "Values contradict each other");
}

TEST_CASE("swapped words are found, whichever way the meter has them") {
  SimulatedMeter meter;
  auto points = right_points();
  for (auto& point : points) point.order = *meter::Order::parse("cdab");
  const auto diagnosis = diagnosed(meter, points);
  CHECK(remedies(diagnosis) == Texts{"order: abcd"});
  CHECK(diagnosis.points == right_points());
}

TEST_CASE("swapped bytes are found") {
  SimulatedMeter meter;
  auto points = right_points();
  for (auto& point : points) point.order = *meter::Order::parse("badc");
  CHECK(diagnosed(meter, points).points == right_points());
}

TEST_CASE("addresses that are off by one are found, to either side") {
  const int slip = GENERATE(-1, 1);
  SimulatedMeter meter;
  auto points = right_points();
  // Away from 0, so that one less is still an address.
  for (auto& point : points) {
    if (point.range.address == 0 && slip < 0) continue;
    point.range.address = static_cast<std::uint16_t>(point.range.address + slip);
  }
  const auto diagnosis = diagnosed(meter, points);
  REQUIRE_FALSE(diagnosis.findings.empty());
  CHECK(diagnosis.findings.front().remedy ==
        (slip > 0 ? "address: 52 for active_power_w, and - 1 for all others"
                  : "address: 52 for active_power_w, and + 1 for all others"));
}

TEST_CASE("the wrong function code is found") {
  SimulatedMeter meter;
  meter.function = modbus::FunctionCode::read_holding_registers;
  const auto diagnosis = diagnosed(meter, right_points());
  CHECK(remedies(diagnosis) == Texts{"function: 3"});
  CHECK(diagnosis.points.front().range.function == modbus::FunctionCode::read_holding_registers);
}

TEST_CASE("a power that is off by a power of ten is told from currents by its phases") {
  const double scale = GENERATE(0.001, 0.1, 10.0, 1000.0);
  SimulatedMeter meter;
  auto points = right_points();
  points[0].scale = scale;
  const auto diagnosis = diagnosed(meter, points, {0, false, site::Role::it});
  CHECK(remedies(diagnosis) == Texts{"scale: 1 for active_power_w"});
}

TEST_CASE("registers of energy that are off by a thousand are found by their pace") {
  SimulatedMeter meter;
  auto points = right_points();
  points[1].scale = points[2].scale = 1;
  const auto diagnosis = diagnosed(meter, points);
  CHECK(remedies(diagnosis) ==
        Texts{"scale: 1000 for energy_import_wh, scale: 1000 for energy_export_wh"});
}

TEST_CASE("power and energy alone: max_power tells which of the two is wrong") {
  SimulatedMeter meter;
  const std::vector points = {float_point(Quantity::active_power_w, 52, 1000),
                              float_point(Quantity::energy_import_wh, 72, 1000)};
  // 6.2 MW through a feeder of 20 kW.
  CHECK(remedies(diagnosed(meter, points)) == Texts{"scale: 1 for active_power_w"});
}

TEST_CASE("without max_power both are named") {
  SimulatedMeter meter;
  const std::vector points = {float_point(Quantity::active_power_w, 52, 10),
                              float_point(Quantity::energy_import_wh, 72, 1000)};
  const auto found = diagnosed(meter, points, {}).findings;
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].evidence, Catch::Contains("as good would be the scale of "));
}

TEST_CASE("the order of energies alone is found") {
  SimulatedMeter meter;
  auto points = right_points();
  points[1].order = points[2].order = *meter::Order::parse("cdab");
  const auto diagnosis = diagnosed(meter, points);
  CHECK(diagnosis.points == right_points());
}

TEST_CASE("a point that the meter does not have is named, the others stay") {
  SimulatedMeter meter;
  auto points = right_points();
  points.push_back(float_point(Quantity::apparent_power_va, 100));
  const auto diagnosis = diagnosed(meter, points);
  REQUIRE(diagnosis.findings.size() == 1);
  CHECK(diagnosis.findings[0].what == "apparent_power_va does not answer");
  CHECK_FALSE(diagnosis.points_changed);
}

TEST_CASE("a register that stands still under load contradicts the power") {
  SimulatedMeter meter;
  meter.counts = false;
  const auto found = diagnosed(meter, right_points()).findings;
  REQUIRE(found.size() == 1);
  CHECK(found[0].what == "Values contradict each other");
  CHECK_THAT(found[0].evidence, Catch::Contains("energy_import_wh over "));
}

TEST_CASE("a meter without load gives no relation and no finding") {
  SimulatedMeter meter;
  for (const int address : {6, 8, 10, 12, 14, 16, 52, 62})
    meter.put(static_cast<std::uint16_t>(address), 0);
  meter.counts = false;
  const auto diagnosis = diagnosed(meter, right_points());
  CHECK(remedies(diagnosis) == Texts{});
}

TEST_CASE("a line on which the whole map takes half a minute is no contradiction") {
  SimulatedMeter meter;
  meter.per_request = 2s;
  const auto points = right_points();
  const auto done = examine(points, 1, 20e3, 1min, meter.bedside());
  CHECK(done.energy_seen);
  // 14 requests of 2 s and the pause of 2 s lie between the register's two readings: 30 s, 51 Wh,
  // six steps and a half.
  CHECK(done.readings[0].last->at[1] - done.readings[0].first.at[1] == 30s);
  CHECK(remedies(diagnose(points, done.readings, {20e3, false, site::Role::it})) == Texts{});
}

TEST_CASE("the powers of the phases stand for a total that the meter does not tell") {
  SimulatedMeter meter;
  auto points = right_points();
  points.erase(points.begin());
  CHECK(remedies(diagnosed(meter, points)) == Texts{});
  // P = ΣU·I·PF, the voltages, import against P.
  CHECK(diagnosed(meter, points).fit.held() == 3);
  points[0].scale = points[1].scale = 1;
  CHECK(remedies(diagnosed(meter, points)) ==
        Texts{"scale: 1000 for energy_import_wh, scale: 1000 for energy_export_wh"});
}
