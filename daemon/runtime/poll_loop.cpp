#include "runtime/poll_loop.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <thread>
#include <tuple>

#include "engine/bus_plan.h"
#include "runtime/clock.h"
#include "runtime/polled_bus.h"
#include "runtime/serial_loop.h"
#include "runtime/tcp_link.h"

namespace pue::runtime {
namespace {

namespace asio = boost::asio;

constexpr auto beat_interval = std::chrono::seconds{1};
constexpr auto scheduling_slack = std::chrono::seconds{2};  // a loaded machine, not a stuck loop

struct TcpBus {
  TcpBus(PolledBus& polled, asio::io_context& io, NameLookup& lookup,
         const modbus::LinkSettings& settings, std::uint64_t seed)
      : bus{polled}, link{io, lookup, settings, seed, &polled.trace()} {}
  PolledBus& bus;
  TcpLink link;
};

asio::awaitable<void> poll(TcpBus& tcp) {
  for (;;) {
    auto until = MonoTime::max();
    if (tcp.link.under_way() < tcp.link.slots()) {
      const auto action = tcp.bus.next(now());
      if (const auto* transact = std::get_if<modbus::Transact>(&action)) {
        tcp.link.begin(transact->request, transact->deadline, transact->slot);
        continue;
      }
      until = std::get<modbus::WaitUntil>(action).time;
    }
    if (tcp.link.under_way() == 0)
      co_await tcp.link.wait_until(until);
    else if (const auto done = co_await tcp.link.work_until(until))
      tcp.bus.outcome(done->exchange, now(), done->slot);
  }
}

asio::awaitable<void> beat(asio::steady_timer& timer, std::atomic<Duration::rep>& heartbeat) {
  for (;;) {
    heartbeat = mono_now().time_since_epoch().count();
    timer.expires_after(beat_interval);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

struct Bus {
  Bus(const engine::Settings& settings, const engine::BusPlan& plan, std::uint64_t seed,
      Moment start)
      : polled{settings, plan, seed, start} {}
  PolledBus polled;
  std::function<void()> wake;  // ends its pause between requests; from any thread
};

// An exception out of a loop is a bug of ours: it must end the process, not the loop alone.
void rethrow(const std::exception_ptr& bug) {
  if (bug) std::rethrow_exception(bug);
}

}  // namespace

struct PollLoop::State {
  engine::Settings settings;
  asio::io_context io{1};
  NameLookup lookup{io.get_executor()};
  asio::steady_timer beat_timer{io};
  std::atomic<Duration::rep> heartbeat{mono_now().time_since_epoch().count()};
  std::map<std::size_t, Bus> buses;  // by index in Settings::links
  std::deque<TcpBus> tcp_buses;
  std::deque<SerialLoop> serial_loops;
  std::thread thread;

  void add_bus(const engine::BusPlan& plan, std::uint64_t seed, Moment start);
  void start();
  void stop();
};

void PollLoop::State::add_bus(const engine::BusPlan& plan, std::uint64_t seed, Moment start) {
  const auto& link = settings.links[plan.link];
  auto& bus = buses.try_emplace(plan.link, settings, plan, seed, start).first->second;
  if (std::holds_alternative<modbus::SerialAddress>(link.address)) {
    auto& loop = serial_loops.emplace_back(bus.polled, link, seed);
    bus.wake = [&loop] { loop.wake(); };
  } else {
    auto& tcp = tcp_buses.emplace_back(bus.polled, io, lookup, link, seed);
    bus.wake = [this, &tcp] { asio::post(io, [&tcp] { tcp.link.wake(); }); };
  }
}

void PollLoop::State::start() {
  const auto beat_forever = [this] { return beat(beat_timer, heartbeat); };
  asio::co_spawn(io, beat_forever, rethrow);
  for (auto& tcp : tcp_buses) {
    const auto poll_forever = [&tcp] { return poll(tcp); };
    asio::co_spawn(io, poll_forever, rethrow);
  }
  for (auto& serial : serial_loops) serial.start();
  thread = std::thread{[this] { io.run(); }};
}

void PollLoop::State::stop() {
  for (auto& serial : serial_loops) serial.request_stop();
  io.stop();
  if (thread.joinable()) thread.join();
  serial_loops.clear();
}

PollLoop::PollLoop(const engine::Settings& settings) : state_{std::make_unique<State>()} {
  state_->settings = settings;
  std::random_device entropy;
  const auto start = now();
  for (const auto& plan : engine::plan_buses(settings)) {
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
  MonoTime oldest{Duration{state_->heartbeat.load()}};
  for (const auto& serial : state_->serial_loops) oldest = std::min(oldest, serial.heartbeat());
  return oldest;
}

Duration PollLoop::heartbeat_bound() const {
  Duration longest_request{0};
  for (const auto& link : state_->settings.links) {
    if (std::holds_alternative<modbus::SerialAddress>(link.address)) {
      longest_request = std::max(longest_request, link.timeout + modbus::busy_bound(link));
    }
  }
  return beat_interval + longest_request + scheduling_slack;
}

}  // namespace pue::runtime
