// The world of a scenario: virtual meters and buses, the daemon's engine, a store that lives
// through restarts, and a clock that goes only when it is told to.
#pragma once

#include <list>
#include <map>
#include <string>
#include <vector>

#include "engine/accounting.h"
#include "scenarios/runner/virtual_bus.h"
#include "scenarios/runner/virtual_meter.h"

namespace pue::scenario {

class World {
 public:
  World(engine::Settings settings, UtcTime start);
  World(const World&) = delete;  // its buses refer to its meters
  World& operator=(const World&) = delete;

  Moment now() const { return now_; }
  MeterId id(const std::string& name) const;
  VirtualMeter& meter(const std::string& name) { return meters_[id(name).index]; }

  /// Time goes on: buses are asked and told, the accounting advances each second.
  void run(Duration time);
  /// The wall clock is set; durations go on as before.
  void step_clock(Duration step) { now_.utc += step; }
  /// The daemon ends, nobody reads the meters for `down`, then it starts from its state: that of
  /// its end, or, when it was killed, that of the last commit.
  enum class Ending : std::uint8_t { clean, killed };
  void restart(Duration down, Ending ending);

  engine::Snapshot snapshot() const { return accounting_.snapshot(); }
  /// The newest version, or null.
  const site::SiteInterval* interval(UtcTime start) const;
  const engine::MeterPolls& polls(const std::string& meter) const;

 private:
  void connect();
  void tick();
  void keep(const site::SiteInterval& interval);

  const engine::Settings settings_;
  Moment now_;
  MonoTime next_tick_;
  std::vector<VirtualMeter> meters_;
  std::list<VirtualBus> buses_;
  engine::Accounting accounting_;
  std::map<UtcTime, site::SiteInterval> stored_;
  std::string committed_state_;
};

}  // namespace pue::scenario
