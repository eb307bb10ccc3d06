#include "runtime/poll_loop.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <thread>
#include <tuple>

#include "engine/bus_plan.h"
#include "runtime/clock.h"
#include "runtime/poll_thread.h"
#include "runtime/polled_bus.h"
#include "runtime/serial_loop.h"

namespace pue::runtime {
namespace {

constexpr auto scheduling_slack = std::chrono::seconds{2};  // a loaded machine, not a stuck loop

struct Bus {
  Bus(const engine::Settings& settings, const engine::BusPlan& plan, std::uint64_t seed,
      Moment start)
      : polled{settings, plan, seed, start} {}
  PolledBus polled;
  std::function<void()> wake;  // ends its pause between requests; from any thread
};

bool is_serial(const modbus::LinkSettings& link) {
  return std::holds_alternative<modbus::SerialAddress>(link.address);
}

}  // namespace

struct PollLoop::State {
  engine::Settings settings;
  std::map<std::size_t, Bus> buses;  // by index in Settings::links
  std::deque<PollThread> threads;
  std::deque<SerialLoop> serial_loops;
  std::size_t next_thread = 0;

  void add_bus(const engine::BusPlan& plan, std::uint64_t seed, Moment start);
  void start();
  void stop();
};

void PollLoop::State::add_bus(const engine::BusPlan& plan, std::uint64_t seed, Moment start) {
  const auto& link = settings.links[plan.link];
  auto& bus = buses.try_emplace(plan.link, settings, plan, seed, start).first->second;
  if (is_serial(link)) {
    auto& loop = serial_loops.emplace_back(bus.polled, link, seed);
    bus.wake = [&loop] { loop.wake(); };
  } else {
    bus.wake = threads[next_thread++ % threads.size()].add(bus.polled, link, seed);
  }
}

void PollLoop::State::start() {
  for (auto& thread : threads) thread.start();
  for (auto& serial : serial_loops) serial.start();
}

void PollLoop::State::stop() {
  for (auto& serial : serial_loops) serial.request_stop();
  for (auto& thread : threads) thread.stop();
  serial_loops.clear();
}

PollLoop::PollLoop(const engine::Settings& settings, std::optional<std::size_t> threads)
    : state_{std::make_unique<State>()} {
  state_->settings = settings;
  std::random_device entropy;
  const auto start = now();
  const auto plans = engine::plan_buses(settings);
  const auto tcp_buses = std::count_if(plans.begin(), plans.end(), [&](const auto& plan) {
    return !is_serial(settings.links[plan.link]);
  });
  state_->threads.resize(threads.value_or(
      poll_threads(static_cast<std::size_t>(tcp_buses), std::thread::hardware_concurrency())));
  for (const auto& plan : plans) {
    const std::uint64_t seed = (std::uint64_t{entropy()} << 32U) | entropy();
    state_->add_bus(plan, seed, start);
  }
}

PollLoop::~PollLoop() { stop(); }

void PollLoop::start() { state_->start(); }

void PollLoop::stop() { state_->stop(); }

bool PollLoop::polls(std::size_t link) const { return state_->buses.contains(link); }

std::optional<std::future<modbus::Exchange>> PollLoop::ask(std::size_t link,
                                                           const modbus::Request& guest) {
  auto& bus = state_->buses.at(link);
  auto answer = bus.polled.ask(guest);
  bus.wake();
  return answer;
}

std::vector<TracedBytes> PollLoop::trace(std::size_t link, std::uint8_t unit, std::uint64_t after) {
  return state_->buses.at(link).polled.trace().after(after, unit, mono_now());
}

std::vector<meter::Reading> PollLoop::take_readings() {
  std::vector<meter::Reading> readings;
  for (auto& [link, bus] : state_->buses) bus.polled.take_readings(readings);
  std::sort(readings.begin(), readings.end(), [](const auto& a, const auto& b) {
    return std::tie(a.at, a.meter, a.quantity) < std::tie(b.at, b.meter, b.quantity);
  });
  return readings;
}

PollTelemetry PollLoop::telemetry() const {
  PollTelemetry telemetry;
  telemetry.meters.resize(state_->settings.connections.size());
  for (const auto& link : state_->settings.links) telemetry.links.emplace_back().name = link.name;
  for (const auto& [link, bus] : state_->buses) {
    bus.polled.add_to(telemetry.meters, telemetry.links, telemetry.lateness, telemetry.superseded,
                      mono_now());
  }
  return telemetry;
}

MonoTime PollLoop::heartbeat() const {
  auto oldest = MonoTime::max();
  for (const auto& thread : state_->threads) oldest = std::min(oldest, thread.heartbeat());
  for (const auto& serial : state_->serial_loops) oldest = std::min(oldest, serial.heartbeat());
  return oldest;
}

Duration PollLoop::heartbeat_bound() const {
  Duration longest_request{0};
  for (const auto& link : state_->settings.links) {
    if (is_serial(link))
      longest_request = std::max(longest_request, link.timeout + modbus::busy_bound(link));
  }
  return PollThread::beat + longest_request + scheduling_slack;
}

}  // namespace pue::runtime
