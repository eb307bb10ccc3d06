#include "runtime/poll_thread.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <thread>

#include "runtime/clock.h"
#include "runtime/tcp_link.h"

namespace pue::runtime {
namespace {

namespace asio = boost::asio;

constexpr std::size_t buses_per_thread = 4000;

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

asio::awaitable<void> beat_forever(asio::steady_timer& timer,
                                   std::atomic<Duration::rep>& heartbeat) {
  for (;;) {
    heartbeat = mono_now().time_since_epoch().count();
    timer.expires_after(PollThread::beat);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

// An exception out of a loop is a bug of ours: it must end the process, not the loop alone.
void rethrow(const std::exception_ptr& bug) {
  if (bug) std::rethrow_exception(bug);
}

}  // namespace

std::size_t poll_threads(std::size_t tcp_buses, std::size_t cores) {
  const auto wanted = (tcp_buses + buses_per_thread - 1) / buses_per_thread;
  return std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(cores, 1));
}

struct PollThread::State {
  asio::io_context io{1};
  NameLookup lookup{io.get_executor()};
  asio::steady_timer beat_timer{io};
  std::atomic<Duration::rep> heartbeat{mono_now().time_since_epoch().count()};
  std::deque<TcpBus> buses;
  std::thread thread;
};

PollThread::PollThread() : state_{std::make_unique<State>()} {}

PollThread::~PollThread() { stop(); }

std::function<void()> PollThread::add(PolledBus& bus, const modbus::LinkSettings& link,
                                      std::uint64_t seed) {
  auto& io = state_->io;
  auto& tcp = state_->buses.emplace_back(bus, io, state_->lookup, link, seed);
  return [&io, &tcp] { asio::post(io, [&tcp] { tcp.link.wake(); }); };
}

void PollThread::start() {
  auto& state = *state_;
  asio::co_spawn(
      state.io, [&state] { return beat_forever(state.beat_timer, state.heartbeat); }, rethrow);
  for (auto& tcp : state.buses)
    asio::co_spawn(
        state.io, [&tcp] { return poll(tcp); }, rethrow);
  state.thread = std::thread{[&state] { state.io.run(); }};
}

void PollThread::stop() {
  state_->io.stop();
  if (state_->thread.joinable()) state_->thread.join();
}

MonoTime PollThread::heartbeat() const { return MonoTime{Duration{state_->heartbeat.load()}}; }

}  // namespace pue::runtime
