// All polling of the daemon: a thread with a coroutine per TCP bus, more of them for thousands of
// buses, and one thread per serial bus.
// Between start and stop it asks by the plan; it judges no value and knows no site.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "engine/settings.h"
#include "engine/telemetry.h"
#include "meter/reading.h"
#include "modbus/exchange.h"
#include "runtime/wire_trace.h"

namespace pue::runtime {

/// The parts of engine::Telemetry that polling fills.
struct PollTelemetry {
  std::vector<engine::MeterPolls> meters;  // by MeterId
  std::vector<engine::LinkTraffic> links;  // by index in Settings::links
  engine::Lateness lateness;
  std::uint64_t superseded = 0;  // readings replaced by newer ones before the engine fetched them
};

/// For a reload, stop and destroy the old loop and start a new one: connections are opened anew.
class PollLoop {
 public:
  /// `threads` for all TCP buses, ≥ 1; else as many as poll_thread.h says.
  explicit PollLoop(const engine::Settings& settings, std::optional<std::size_t> threads = {});
  /// Stops.
  ~PollLoop();
  PollLoop(const PollLoop&) = delete;
  PollLoop& operator=(const PollLoop&) = delete;

  /// Once, from one thread. Throws std::system_error when the system gives no thread.
  void start();
  /// Returns when no thread of the loop runs any more: at once for TCP, after the request in flight
  /// for serial lines. Readings and telemetry stay as they were.
  void stop();

  /// Some meter of that link (index in Settings::links) is polled.
  bool polls(std::size_t link) const;
  /// A request of somebody else's on that bus, between the polled ones. Nothing: another one is
  /// waiting. The future breaks with the loop. Precondition, also of the next: it is polled.
  std::optional<std::future<modbus::Exchange>> ask(std::size_t link, const modbus::Request& guest);
  /// The bytes of a unit on that bus (WireTrace::after).
  std::vector<TracedBytes> trace(std::size_t link, std::uint8_t unit, std::uint64_t after);

  /// The newest value of each point since the last call, by time. From any thread.
  std::vector<meter::Reading> take_readings();
  PollTelemetry telemetry() const;

  /// When the slowest of the loop's threads last came round: for the watchdog. In good order it is
  /// never older than `heartbeat_bound`, whether meters reply or not.
  MonoTime heartbeat() const;
  Duration heartbeat_bound() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pue::runtime
