// One thread that polls TCP buses, with a coroutine for each. What to ask, and when, each bus says;
// how many such threads there are is the poll loop's affair.
#pragma once

#include <functional>
#include <memory>

#include "base/time.h"
#include "modbus/link_settings.h"
#include "runtime/polled_bus.h"

namespace pue::runtime {

/// How many threads share so many buses. All of them begin their tick at one moment, 10 µs each:
/// one thread begins 4,000 of them within 40 ms.
std::size_t poll_threads(std::size_t tcp_buses, std::size_t cores);

class PollThread {
 public:
  /// How often the thread shows that it comes round.
  static constexpr Duration beat = std::chrono::seconds{1};

  PollThread();
  /// Stops.
  ~PollThread();
  PollThread(const PollThread&) = delete;
  PollThread& operator=(const PollThread&) = delete;

  /// Before `start`. `bus` must outlive the thread. What it returns ends the bus's pause between
  /// two requests, from any thread.
  std::function<void()> add(PolledBus& bus, const modbus::LinkSettings& link, std::uint64_t seed);

  /// Once. Throws std::system_error when the system gives no thread.
  void start();
  /// At once, whatever is in flight.
  void stop();
  MonoTime heartbeat() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pue::runtime
