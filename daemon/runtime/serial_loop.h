// The thread of one serial bus: asks its PolledBus what to do and does it through a SerialLink.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "runtime/polled_bus.h"
#include "runtime/serial_link.h"

namespace pue::runtime {

class SerialLoop {
 public:
  /// `bus` outlives the loop.
  SerialLoop(PolledBus& bus, const modbus::LinkSettings& settings, std::uint64_t seed);

  void start();
  /// Asks the thread to end after the request in flight; the destructor waits for it.
  void request_stop() { thread_.request_stop(); }
  /// Ends a pause between requests.
  void wake();
  MonoTime heartbeat() const { return MonoTime{Duration{heartbeat_.load()}}; }

 private:
  void run(const std::stop_token& stop);
  void wait_until(MonoTime time, const std::stop_token& stop);

  PolledBus& bus_;
  SerialLink link_;
  std::atomic<Duration::rep> heartbeat_;
  std::mutex wake_mutex_;
  std::condition_variable_any wake_;
  bool woken_ = false;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace pue::runtime
