#include "runtime/serial_loop.h"

#include <algorithm>

#include "runtime/clock.h"

namespace pue::runtime {
namespace {

constexpr auto longest_nap = std::chrono::seconds{1};  // the watchdog wants to hear of the thread

}  // namespace

SerialLoop::SerialLoop(PolledBus& bus, const modbus::LinkSettings& settings, std::uint64_t seed)
    : bus_{bus},
      link_{settings, seed, &bus.trace()},
      heartbeat_{mono_now().time_since_epoch().count()} {}

void SerialLoop::start() {
  thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

void SerialLoop::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto moment = now();
    heartbeat_ = moment.mono.time_since_epoch().count();
    const auto action = bus_.next(moment);
    if (const auto* transact = std::get_if<modbus::Transact>(&action)) {
      const auto exchange = link_.transact(transact->request, transact->deadline, stop);
      bus_.outcome(exchange, now());
    } else {
      wait_until(std::get<modbus::WaitUntil>(action).time, stop);
    }
  }
}

void SerialLoop::wait_until(MonoTime time, const std::stop_token& stop) {
  const auto until = std::min(time, mono_now() + longest_nap);
  std::unique_lock lock{wake_mutex_};
  wake_.wait_until(lock, stop, std::chrono::steady_clock::time_point{until.time_since_epoch()},
                   [this] { return woken_; });
  woken_ = false;
}

void SerialLoop::wake() {
  {
    const std::lock_guard lock{wake_mutex_};
    woken_ = true;
  }
  wake_.notify_all();
}

}  // namespace pue::runtime
