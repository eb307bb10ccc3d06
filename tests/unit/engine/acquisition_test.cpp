#include "engine/acquisition.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using meter::Quantity;
using modbus::Failure;

namespace {

meter::Point point(Quantity quantity, std::uint16_t address, double scale = 1) {
  meter::Point p;
  p.quantity = quantity;
  p.range = {modbus::FunctionCode::read_input_registers, address, 2};
  p.scale = scale;
  return p;
}

/// Unit 1: power at 0 and import (kWh) at 2 in one request, frequency at 400 in a second one.
Settings one_meter() {
  Settings settings;
  settings.links = {{"gw", modbus::TcpAddress{"10.0.0.1"}}};
  MeterConnection connection;
  connection.points = {point(Quantity::active_power_w, 0),
                       point(Quantity::energy_import_wh, 2, 1000),
                       point(Quantity::frequency_hz, 400)};
  settings.connections = {connection};
  settings.trackers.resize(1);
  settings.trackers[0].max_power = Watts{1000};
  settings.site.meters.resize(1);
  settings.site.meters[0].role = site::Role::it;
  return settings;
}

struct Bus {
  Settings settings = one_meter();
  Moment now{MonoTime{100s}, UtcTime{1'700'000'000s}};  // a multiple of 5 s
  Acquisition acquisition{settings, plan_buses(settings)[0], 1, now};

  modbus::Transact ask() { return std::get<modbus::Transact>(acquisition.next(now)); }
  void pass(Duration d) { now = {now.mono + d, now.utc + d}; }
  void answer(modbus::Answer what, Duration after = 20ms) {
    const auto sent = now.mono;
    pass(after);
    acquisition.outcome({std::move(what), sent, now.mono, true, 0}, now);
  }
  /// Answers the tick's two requests.
  void tick(modbus::Answer first, modbus::Answer second) {
    ask();
    answer(std::move(first));
    ask();
    answer(std::move(second));
    now.utc += 5s - 40ms;
    now.mono += 5s - 40ms;
  }
  const MeterPolls& polls() const { return acquisition.counts()[0].polls; }
};

// 500.0 as float32 is 0x43FA0000; 1.5 is 0x3FC00000; 50.0 is 0x42480000.
modbus::RegisterBlock power_and_energy(std::uint16_t power_high, std::uint16_t energy_high) {
  return {{}, {power_high, 0, energy_high, 0}};
}
const modbus::RegisterBlock fifty_hertz{{}, {0x4248, 0}};
const Failure timeout{Failure::Kind::timeout};

}  // namespace

TEST_CASE("an answer becomes readings in their units, stamped with its midpoint") {
  Bus bus;
  CHECK(bus.ask().request.range.count == 4);
  bus.answer(power_and_energy(0x43FA, 0x3FC0), 20ms);
  const auto readings = bus.acquisition.take_readings();
  const Moment midpoint{MonoTime{100s + 10ms}, UtcTime{1'700'000'000s + 10ms}};
  REQUIRE(readings.size() == 2);
  CHECK(readings[0] == meter::Reading{midpoint, MeterId{0}, Quantity::active_power_w, 500});
  CHECK(readings[1] == meter::Reading{midpoint, MeterId{0}, Quantity::energy_import_wh, 1500});
  CHECK(bus.acquisition.take_readings().empty());
}

TEST_CASE("a poll is counted once per meter and tick, however many requests it takes") {
  Bus bus;
  bus.tick(power_and_energy(0x43FA, 0x3FC0), fifty_hertz);
  bus.tick(power_and_energy(0x43FA, 0x3FC0), fifty_hertz);
  CHECK(bus.polls().polls == 2);
  CHECK(bus.polls().failures.empty());
}

TEST_CASE("a failed tick is counted by its first reason, and a good one clears the last failure") {
  Bus bus;
  bus.tick(timeout, Failure{Failure::Kind::exception, 2});
  CHECK(bus.polls().polls == 1);
  CHECK(bus.polls().failures == std::map<std::string, std::uint64_t>{{"timeout", 1}});
  CHECK(bus.polls().last_failure == "timeout");
  bus.tick(power_and_energy(0x43FA, 0x3FC0), fifty_hertz);
  CHECK(bus.polls().last_failure.empty());
}

TEST_CASE("a value that is not a number is a decode failure, the other values stay") {
  Bus bus;
  bus.tick(power_and_energy(0x7FC0, 0x3FC0), fifty_hertz);
  CHECK(bus.acquisition.take_readings().size() == 2);
  CHECK(bus.polls().failures == std::map<std::string, std::uint64_t>{{"decode", 1}});
}

TEST_CASE("an energy that no register can hold is implausible and makes no reading") {
  Bus bus;
  bus.tick(power_and_energy(0x43FA, 0xBFC0), fifty_hertz);  // −1.5 kWh
  bus.tick(power_and_energy(0x43FA, 0x7149), fifty_hertz);  // about 1e30 kWh
  CHECK(bus.acquisition.take_readings().size() == 4);
  CHECK(bus.polls().failures == std::map<std::string, std::uint64_t>{{"implausible", 2}});
}

TEST_CASE("power is handed on as measured: whether it can be believed is not judged here") {
  Bus bus;
  bus.tick(power_and_energy(0x44FA, 0x3FC0), fifty_hertz);  // 2000 W where 1000 W is the most
  bus.tick(power_and_energy(0xC3FA, 0x3FC0), fifty_hertz);  // −500 W of a load
  const auto readings = bus.acquisition.take_readings();
  REQUIRE(readings.size() == 6);
  CHECK(readings[0].value == 2000);
  CHECK(readings[3].value == -500);
  CHECK(bus.polls().failures.empty());
}

TEST_CASE("the link's traffic counts answers, not silences, and its lost connections") {
  Bus bus;
  bus.tick(power_and_energy(0x43FA, 0x3FC0), Failure{Failure::Kind::exception, 2});
  bus.tick(timeout, fifty_hertz);
  const auto traffic = bus.acquisition.traffic(bus.now.mono);
  CHECK(traffic.answers == 3);
  CHECK(traffic.rtt_seconds == Approx(0.060));
  CHECK(traffic.connected);
  bus.ask();
  bus.acquisition.outcome({Failure{Failure::Kind::connect}, bus.now.mono, bus.now.mono, false, 1},
                          bus.now);
  CHECK(bus.acquisition.traffic(bus.now.mono).failures == 1);
  CHECK(!bus.acquisition.traffic(bus.now.mono).connected);
}

TEST_CASE("the lateness of each tick is observed") {
  Bus bus;
  bus.pass(7ms);
  bus.ask();
  // At most 0.01 s: the third bucket.
  CHECK(bus.acquisition.lateness().buckets[2] == 1);
  CHECK(bus.acquisition.lateness().sum_seconds == Approx(0.007));
}
