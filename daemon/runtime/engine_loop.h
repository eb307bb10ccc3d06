// The engine thread: at its own tick it takes the newest readings, advances the accounting, hands
// closed intervals to the ledger writer and publishes one immutable Snapshot. It does no I/O.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/accounting.h"
#include "engine/telemetry.h"
#include "meter/reading.h"
#include "runtime/kernel_clock.h"
#include "runtime/ledger_writer.h"

namespace pue::runtime {

class EngineLoop {
 public:
  struct Inputs {
    std::function<std::vector<meter::Reading>()> take_readings;
    LedgerWriter* writer = nullptr;  // absent: no history is kept
    std::function<engine::ClockState(UtcTime)> clock_state = kernel_clock;
  };

  EngineLoop(engine::Accounting accounting, Inputs inputs);
  /// Ends the thread; the accounting's last state goes to the writer.
  ~EngineLoop();

  /// The newest Snapshot; never null.
  std::shared_ptr<const engine::Snapshot> snapshot() const;
  /// When the loop last passed its tick: for the watchdog.
  MonoTime heartbeat() const { return MonoTime{Duration{heartbeat_.load()}}; }

 private:
  void run();
  void tick();
  void note_swaps();
  void publish();
  void store(std::vector<site::SiteInterval> closed, engine::Accounting::Run run);

  engine::Accounting accounting_;
  engine::ClockStateChanges clock_;
  std::vector<ledger::EventEntry> swaps_;  // not yet stored
  Inputs inputs_;
  mutable std::mutex snapshot_mutex_;
  std::shared_ptr<const engine::Snapshot> snapshot_;
  std::atomic<Duration::rep> heartbeat_;
  std::mutex stop_mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace pue::runtime
