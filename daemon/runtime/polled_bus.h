// One bus as two threads see it: its own loop that polls, and the engine and exporters that fetch
// readings and counts. Every call holds the lock for a few microseconds, none across I/O.
#pragma once

#include <future>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/acquisition.h"
#include "runtime/newest_readings.h"
#include "runtime/wire_trace.h"

namespace pue::runtime {

class PolledBus {
 public:
  PolledBus(const engine::Settings& settings, const engine::BusPlan& plan, std::uint64_t seed,
            Moment start)
      : acquisition_{settings, plan, seed, start} {}

  modbus::BusAction next(Moment now);
  void outcome(const modbus::Exchange& exchange, Moment now, std::size_t slot = 0);

  /// A request of somebody else's, between the polled ones. Nothing: another one is waiting. The
  /// future breaks when the bus is polled no longer.
  std::optional<std::future<modbus::Exchange>> ask(const modbus::Request& guest);

  /// For the bus's own loop to write, for others to look at.
  WireTrace& trace() { return trace_; }

  void take_readings(std::vector<meter::Reading>& out);
  /// Fills in the bus's meters and link, adds to the rest.
  void add_to(std::vector<engine::MeterPolls>& meters, std::vector<engine::LinkTraffic>& links,
              engine::Lateness& lateness, std::uint64_t& superseded, MonoTime now) const;

 private:
  mutable std::mutex mutex_;
  engine::Acquisition acquisition_;
  NewestReadings readings_;
  WireTrace trace_;
  std::optional<std::promise<modbus::Exchange>> guest_;
};

}  // namespace pue::runtime
