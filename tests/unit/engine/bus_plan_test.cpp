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
  CHECK(plans[0].meters == std::vector{MeterId{1}});
  CHECK(plans[0].requests[0].polled.request == modbus::Request{7, {input, 12, 2}});
  CHECK(plans[1].link == 2);
  REQUIRE(plans[1].requests.size() == 1);
  CHECK(plans[1].requests[0].polled.request == modbus::Request{1, {input, 52, 20}});
  CHECK(plans[1].requests[0].points ==
        std::vector<PlannedPoint>{{MeterId{0}, 0, 0}, {MeterId{0}, 1, 18}});
}

TEST_CASE("meters of one unit share its requests, within the smaller of their limits") {
  auto first = connection(0, 1, {point(Quantity::active_power_w, 0)});
  auto second = connection(0, 1, {point(Quantity::active_power_w, 10)});
  CHECK(plan_buses(settings_with({first, second}))[0].requests.size() == 1);
  second.limits.max_registers = 11;
  CHECK(plan_buses(settings_with({first, second}))[0].requests.size() == 2);
}

TEST_CASE("powers are read in every tick, unit after unit, the rest at its own rate") {
  const std::vector points = {point(Quantity::frequency_hz, 0),
                              point(Quantity::active_power_w, 400)};
  const auto plan =
      plan_buses(settings_with({connection(0, 2, points), connection(0, 1, points)}))[0];
  REQUIRE(plan.requests.size() == 4);
  std::vector<modbus::Request> fast, slow;
  for (const auto& [polled, planned_points, seekers] : plan.requests) {
    (polled.rate == modbus::RateClass::fast ? fast : slow).push_back(polled.request);
  }
  CHECK(fast == std::vector<modbus::Request>{{1, {input, 400, 2}}, {2, {input, 400, 2}}});
  CHECK(slow == std::vector<modbus::Request>{{1, {input, 0, 2}}, {2, {input, 0, 2}}});
}

TEST_CASE("the cycle is predicted from requests on TCP and from bytes on a serial line") {
  const std::vector points = {point(Quantity::active_power_w, 0)};
  const auto plans =
      plan_buses(settings_with({connection(0, 1, points), connection(0, 2, points),
                                connection(1, 1, points), connection(2, 1, points)}));
  const auto fast = modbus::RateClass::fast;
  CHECK(predicted_time(plans[0], fast) / 1ms == 20);
  // 8 + 5 + 2·2 = 17 bytes of 10/9600 s = 17.708 ms, and 30 ms of turnaround.
  CHECK(predicted_time(plans[1], fast) / 1us == 47'708);
  CHECK(predicted_time(plans[2], fast) / 1ms == 50);
  // 20 ms in every 5 s.
  CHECK(predicted_load(plans[0], {5s, 5s, 60s}) == Approx(0.004));
}

TEST_CASE("a meter without points asks nothing") {
  CHECK(plan_buses(settings_with({connection(0, 1, {})})).empty());
}

TEST_CASE("the rate of a point follows from what it tells about its meter") {
  using modbus::RateClass;
  const auto power = point(Quantity::active_power_w, 0);
  const auto energy = point(Quantity::energy_import_wh, 2);
  const auto voltage = point(Quantity::voltage_l1_v, 4);
  const std::vector with_power{power, energy, voltage};
  CHECK(rate_of(power, with_power) == RateClass::fast);
  CHECK(rate_of(energy, with_power) == RateClass::medium);
  CHECK(rate_of(voltage, with_power) == RateClass::slow);
  // Without a power it is the register that tells one.
  CHECK(rate_of(energy, {energy, voltage}) == RateClass::fast);
  const auto volume = point(Quantity::volume_m3, 0);
  CHECK(rate_of(volume, {volume}) == RateClass::medium);
  auto overridden = voltage;
  overridden.rate = RateClass::fast;
  CHECK(rate_of(overridden, with_power) == RateClass::fast);
}

TEST_CASE("what was learned about a bus shapes its plan") {
  const std::vector points = {point(Quantity::active_power_w, 0),
                              point(Quantity::energy_import_wh, 25)};
  auto settings = settings_with({connection(1, 1, points), connection(1, 2, points)});
  settings.polling.energy_interval = settings.polling.interval;
  const std::vector meters{MeterId{0}, MeterId{1}};
  BusKnowledge learned;
  // A hole of 23 registers: worth a request of its own at 30 ms, not at 80 ms
  // ((80 + 13 · 1.04)/2.08 = 44.9 registers).
  CHECK(plan_bus(settings, 1, meters, learned).requests.size() == 4);
  // 80 ms and 13 bytes of 10/9600 s a request, two bytes a register.
  learned.cost = modbus::CostModel{93'542us, 2'083us};
  CHECK(plan_bus(settings, 1, meters, learned).requests.size() == 2);
  learned.cuts[2] = {{input, 25}};
  CHECK(plan_bus(settings, 1, meters, learned).requests.size() == 3);
}

namespace {

MeterConnection sunspec_connection(std::uint8_t unit) {
  auto c = connection(0, unit, {point(Quantity::active_power_w, 14)});
  c.sunspec = {{{103}, c.points}};
  return c;
}

}  // namespace

TEST_CASE("a SunSpec unit is asked for its models first, and its meters for nothing else") {
  const auto plan = plan_buses(settings_with({sunspec_connection(3), sunspec_connection(3)}))[0];
  REQUIRE(plan.requests.size() == 1);
  const auto& search = plan.requests[0];
  CHECK(search.polled.request ==
        modbus::Request{3, {modbus::FunctionCode::read_holding_registers, 40000, 2}});
  CHECK(search.points.empty());
  CHECK(search.seekers == std::vector{MeterId{0}, MeterId{1}});
}

TEST_CASE("the load of a SunSpec bus is that of the models that are assumed") {
  const auto settings = settings_with({sunspec_connection(3), sunspec_connection(3)});
  const auto plan = plan_buses(settings, assumed_models(settings))[0];
  // Each by itself: where the second one lies is not known.
  REQUIRE(plan.requests.size() == 2);
  CHECK(plan.requests[0].polled.request.range == modbus::RegisterRange{input, 40084, 2});
  CHECK(plan.requests[0].seekers.empty());
  CHECK(plan.requests[1].points[0].meter == MeterId{1});
}
