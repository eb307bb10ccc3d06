#include "engine/bus_plan.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using meter::Quantity;

namespace {

constexpr auto input = modbus::FunctionCode::read_input_registers;

meter::Point point(Quantity quantity, std::uint16_t address) {
  meter::Point p;
  p.quantity = quantity;
  p.range = {input, address, 2};
  return p;
}

MeterConnection connection(std::size_t link, std::uint8_t unit, std::vector<meter::Point> points) {
  MeterConnection c;
  c.link = link;
  c.unit = unit;
  c.points = std::move(points);
  return c;
}

Settings settings_with(std::vector<MeterConnection> connections) {
  Settings settings;
  settings.links = {{"a", modbus::TcpAddress{"10.0.0.1"}},
                    {"b", modbus::SerialAddress{"/dev/ttyUSB0", 9600}},
                    {"c", modbus::TcpAddress{"10.0.0.2"}, 40ms}};
  settings.connections = std::move(connections);
  return settings;
}

}  // namespace

TEST_CASE("each link with meters has one plan, and each point its place in an answer") {
  const auto plans = plan_buses(settings_with(
      {connection(2, 1, {point(Quantity::active_power_w, 52), point(Quantity::frequency_hz, 70)}),
       connection(0, 7, {point(Quantity::active_power_w, 12)})}));
  REQUIRE(plans.size() == 2);
  CHECK(plans[0].link == 0);
  CHECK(plans[0].requests[0].request == modbus::Request{7, {input, 12, 2}});
  CHECK(plans[1].link == 2);
  REQUIRE(plans[1].requests.size() == 1);
  CHECK(plans[1].requests[0].request == modbus::Request{1, {input, 52, 20}});
  CHECK(plans[1].requests[0].points ==
        std::vector<PlannedPoint>{{MeterId{0}, 0, 0}, {MeterId{0}, 1, 18}});
}

TEST_CASE("meters of one unit share its requests, within the smaller of their limits") {
  auto first = connection(0, 1, {point(Quantity::active_power_w, 0)});
  auto second = connection(0, 1, {point(Quantity::active_power_w, 10)});
  CHECK(plan_buses(settings_with({first, second}))[0].requests.size() == 1);
  second.max_registers = 11;
  CHECK(plan_buses(settings_with({first, second}))[0].requests.size() == 2);
}

TEST_CASE("requests with active power go first, unit after unit") {
  const std::vector points = {point(Quantity::frequency_hz, 0),
                              point(Quantity::active_power_w, 400)};
  const auto plan =
      plan_buses(settings_with({connection(0, 2, points), connection(0, 1, points)}))[0];
  REQUIRE(plan.requests.size() == 4);
  CHECK(plan.requests[0].request == modbus::Request{1, {input, 400, 2}});
  CHECK(plan.requests[1].request == modbus::Request{2, {input, 400, 2}});
  CHECK(plan.requests[2].request == modbus::Request{1, {input, 0, 2}});
}

TEST_CASE("the cycle is predicted from requests on TCP and from bytes on a serial line") {
  const std::vector points = {point(Quantity::active_power_w, 0)};
  const auto plans =
      plan_buses(settings_with({connection(0, 1, points), connection(0, 2, points),
                                connection(1, 1, points), connection(2, 1, points)}));
  CHECK(plans[0].predicted_cycle / 1ms == 20);
  // 8 + 5 + 2·2 = 17 bytes of 10/9600 s = 17.708 ms, and 30 ms of turnaround.
  CHECK(plans[1].predicted_cycle / 1us == 47'708);
  CHECK(plans[2].predicted_cycle / 1ms == 50);
}

TEST_CASE("a meter without points asks nothing") {
  CHECK(plan_buses(settings_with({connection(0, 1, {})})).empty());
}
