#include "engine/acquisition.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

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
  settings.polling.slow_interval = settings.polling.interval;  // everything in every tick
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
  CHECK(!traffic.late_frames);
  bus.ask();
  bus.acquisition.outcome(
      {Failure{Failure::Kind::connect}, bus.now.mono, bus.now.mono, false, 1, 7}, bus.now);
  CHECK(bus.acquisition.traffic(bus.now.mono).failures == 1);
  CHECK(bus.acquisition.traffic(bus.now.mono).late_frames == 7);
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

namespace {

/// What the two requests of the meter came to be, in the order in which they are asked.
std::vector<modbus::RegisterRange> ask_all(
    Bus& bus, const std::function<modbus::Answer(const modbus::RegisterRange&)>& device) {
  std::vector<modbus::RegisterRange> asked;
  for (;;) {
    const auto action = bus.acquisition.next(bus.now);
    const auto* transact = std::get_if<modbus::Transact>(&action);
    if (!transact) {
      bus.pass(std::get<modbus::WaitUntil>(action).time - bus.now.mono);
      return asked;
    }
    asked.push_back(transact->request.range);
    bus.answer(device(transact->request.range));
  }
}

modbus::RegisterBlock zeros(const modbus::RegisterRange& range) {
  return {range, std::vector<std::uint16_t>(range.count)};
}

}  // namespace

TEST_CASE(
    "a block that a unit refuses is read in parts, and no value is lost or called a failure") {
  Bus bus;
  // The device has no register 2: the energy is not there, the power beside it is.
  const auto device = [](const modbus::RegisterRange& range) -> modbus::Answer {
    const bool energy = range.address <= 2 && range.address + range.count > 2;
    if (energy) return Failure{Failure::Kind::exception, 2};
    return zeros(range);
  };
  const auto first = ask_all(bus, device);
  REQUIRE(first.size() == 4);  // 0–3 refused; then 0–1 and 2–3, and 400
  CHECK(first[0].count == 4);
  CHECK(first[1] == modbus::RegisterRange{first[0].function, 0, 2});
  auto readings = bus.acquisition.take_readings();
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].quantity == Quantity::active_power_w);
  // The part that is missing itself is a failure; the block that was divided is none.
  CHECK(bus.polls().failures == std::map<std::string, std::uint64_t>{{"exception_2", 1}});
  const auto refused = bus.acquisition.traffic(bus.now.mono).refused;
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].request == modbus::Request{1, first[0]});
  CHECK(refused[0].exception_code == 2);
  // The hole is remembered: the block is not asked for again.
  const auto second = ask_all(bus, device);
  CHECK(std::count(second.begin(), second.end(), first[0]) == 0);
}

TEST_CASE("with several requests at a time a plan is made anew when all of the old are answered") {
  auto settings = one_meter();
  settings.links[0].max_in_flight = 2;
  Moment now{MonoTime{100s}, UtcTime{1'700'000'000s}};
  Acquisition acquisition{settings, plan_buses(settings)[0], 1, now};
  const auto block = std::get<modbus::Transact>(acquisition.next(now));
  const auto frequency = std::get<modbus::Transact>(acquisition.next(now));
  CHECK(block.request.range.count == 4);
  CHECK(frequency.request.range.address == 400);
  CHECK(block.slot != frequency.slot);
  const auto tell = [&](modbus::Answer answer, const modbus::Transact& asked) {
    acquisition.outcome({std::move(answer), now.mono, now.mono, true, 0}, now, asked.slot);
  };
  tell(Failure{Failure::Kind::exception, 2}, block);
  // The parts are not asked for yet: the answer to come belongs to the old plan.
  CHECK(std::get<modbus::WaitUntil>(acquisition.next(now)).time == MonoTime::max());
  tell(fifty_hertz, frequency);
  const auto readings = acquisition.take_readings();
  REQUIRE(readings.size() == 1);
  CHECK(readings[0].quantity == Quantity::frequency_hz);
  CHECK(readings[0].value == 50);
  CHECK(std::get<modbus::Transact>(acquisition.next(now)).request.range.count == 2);
  CHECK(std::get<modbus::Transact>(acquisition.next(now)).request.range.count == 2);
}

TEST_CASE("a refusal is tried again after a day: the device may have been starting") {
  Bus bus;
  const auto starting = [](const modbus::RegisterRange& range) -> modbus::Answer {
    if (range.count > 2) return Failure{Failure::Kind::exception, 2};
    return zeros(range);
  };
  ask_all(bus, starting);
  CHECK(bus.acquisition.traffic(bus.now.mono).refused.size() == 1);
  bus.pass(24h);
  ask_all(bus, zeros);
  CHECK(bus.acquisition.traffic(bus.now.mono).refused.empty());
  const auto after = ask_all(bus, zeros);
  CHECK(std::count_if(after.begin(), after.end(), [](const auto& r) { return r.count == 4; }) == 1);
}

namespace {

/// Polls three values, at 0, 25 and `third`, until the plan settles on a bus where a request costs
/// 80 ms and a register 2.1 ms; the longest of the last ten requests.
std::uint16_t longest_in_the_end(const modbus::LinkAddress& link, std::uint16_t third) {
  Bus bus;
  bus.settings.polling = {1s, 1s, 1s, 1s, 0.1};
  bus.settings.links = {{"slow", link}};
  bus.settings.connections[0].points = {point(Quantity::active_power_w, 0),
                                        point(Quantity::energy_import_wh, 25),
                                        point(Quantity::frequency_hz, third)};
  Acquisition acquisition{bus.settings, plan_buses(bus.settings)[0], 1, bus.now};
  std::vector<std::uint16_t> lengths;
  while (lengths.size() < 400) {
    const auto action = acquisition.next(bus.now);
    if (const auto* wait = std::get_if<modbus::WaitUntil>(&action)) {
      bus.pass(wait->time - bus.now.mono);
      continue;
    }
    const auto& range = std::get<modbus::Transact>(action).request.range;
    lengths.push_back(range.count);
    const auto sent = bus.now.mono;
    bus.pass(80ms + range.count * 2100us);
    acquisition.outcome({zeros(range), sent, bus.now.mono, true, 0}, bus.now);
  }
  return *std::max_element(lengths.end() - 10, lengths.end());
}

}  // namespace

TEST_CASE("a bus is planned again once the cost of its requests is known") {
  // Assumed on the line are 43.5 ms a request, on TCP 10 ms whatever the length. At 80 and 2.1 ms a
  // hole of 38 registers is worth reading over: 0–1 with 25–26, but not with 200–201.
  CHECK(longest_in_the_end(modbus::SerialAddress{"/dev/ttyUSB0", 9600}, 200) == 27);
  CHECK(longest_in_the_end(modbus::TcpAddress{"10.0.0.1"}, 200) == 27);
}

TEST_CASE("where all requests are of one length, others are tried") {
  // 0–1, 25–26 and 90–91 are one request of 92 registers on TCP; it is 80 + 193 ms.
  CHECK(longest_in_the_end(modbus::TcpAddress{"10.0.0.1"}, 90) == 27);
}

TEST_CASE("what a guest asked for comes back to it and is no poll of anybody") {
  Bus bus;
  bus.tick(power_and_energy(0x43FA, 0x3FC0), fifty_hertz);
  bus.now = {bus.now.mono - 4s, bus.now.utc - 4s};  // within the tick
  const auto polls = bus.polls().polls;
  bus.acquisition.take_readings();
  CHECK_FALSE(bus.acquisition.take_guest_outcome());
  bus.acquisition.admit({99, {modbus::FunctionCode::read_coils, 4, 1}});
  CHECK(bus.ask().request.unit == 99);
  bus.answer(Failure{Failure::Kind::exception, 2});
  const auto outcome = bus.acquisition.take_guest_outcome();
  REQUIRE(outcome.has_value());
  CHECK(outcome->answer == modbus::Answer{Failure{Failure::Kind::exception, 2}});
  CHECK_FALSE(bus.acquisition.take_guest_outcome());
  CHECK(bus.polls().polls == polls);
  CHECK(bus.polls().failures.empty());
  CHECK(bus.acquisition.take_readings().empty());
  CHECK(bus.acquisition.traffic(bus.now.mono).refused.empty());
}
