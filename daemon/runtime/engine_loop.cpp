#include "runtime/engine_loop.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

#include "runtime/clock.h"

namespace pue::runtime {
namespace {

constexpr Duration tick_interval = std::chrono::seconds{1};
// Polls begin at whole seconds: thousands of buses then need the cores, and the locks that a tick
// of the engine takes one after the other to fetch their readings.
constexpr Duration tick_phase = std::chrono::milliseconds{500};

Duration to_next_tick(UtcTime now) {
  return floor_to(now - tick_phase, tick_interval) + tick_interval + tick_phase - now;
}

}  // namespace

EngineLoop::EngineLoop(engine::Accounting accounting, Inputs inputs)
    : accounting_(std::move(accounting)), inputs_(std::move(inputs)) {
  heartbeat_ = now().mono.time_since_epoch().count();
  publish();
  thread_ = std::thread([this] { run(); });
}

EngineLoop::~EngineLoop() {
  {
    const std::lock_guard lock(stop_mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
  tick();
  store({}, engine::Accounting::Run::ends);
}

std::shared_ptr<const engine::Snapshot> EngineLoop::snapshot() const {
  const std::lock_guard lock(snapshot_mutex_);
  return snapshot_;
}

void EngineLoop::run() {
  std::unique_lock lock(stop_mutex_);
  while (!stop_.wait_for(lock, to_next_tick(now().utc), [this] { return stopping_; })) {
    lock.unlock();
    tick();
    lock.lock();
  }
}

void EngineLoop::tick() {
  for (const auto& reading : inputs_.take_readings()) accounting_.accept(reading);
  const auto at = now();
  accounting_.advance(at);
  note_swaps();
  clock_.observe(inputs_.clock_state(at.utc));
  if (auto closed = accounting_.take_closed(); !closed.empty())
    store(std::move(closed), engine::Accounting::Run::goes_on);
  publish();
  heartbeat_ = at.mono.time_since_epoch().count();
}

/// To be committed with what closes next.
void EngineLoop::note_swaps() {
  for (const auto& swap : accounting_.take_seen_swaps()) {
    auto entry = ledger::entry_of(swap);
    spdlog::warn("meter {} was replaced: {}", entry.meter, entry.why);
    if (inputs_.writer) swaps_.push_back(std::move(entry));
  }
}

void EngineLoop::store(std::vector<site::SiteInterval> closed, engine::Accounting::Run run) {
  if (!inputs_.writer) return;
  inputs_.writer->write(std::move(closed),
                        {now().utc, accounting_.save(run), accounting_.take_clock_steps(),
                         clock_.take(), std::exchange(swaps_, {})});
}

void EngineLoop::publish() {
  auto next = std::make_shared<const engine::Snapshot>(accounting_.snapshot());
  const std::lock_guard lock(snapshot_mutex_);
  snapshot_ = std::move(next);
}

}  // namespace pue::runtime
