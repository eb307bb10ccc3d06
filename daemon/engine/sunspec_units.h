// The SunSpec units of one bus: where the models of their meters are, and when they must be looked
// for again. It asks nothing itself: its knowledge goes into the plan of the bus, and it is told
// what came of the requests.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/bus_plan.h"
#include "meter/sunspec_discovery.h"

namespace pue::engine {

class SunSpecUnits {
 public:
  /// `settings` must outlive it; `meters` are those of the bus.
  SunSpecUnits(const Settings& settings, const std::vector<MeterId>& meters);

  const SunSpecKnowledge& knowledge() const { return knowledge_; }

  /// What the answer to a unit's request of the search came to; `quarantined` after it.
  struct Found {
    std::string failure;                 // by which all of its seekers fail; "": none
    std::vector<MeterId> without_model;  // they fail by sunspec_no_model
    bool plan_changes = false;
  };
  Found told(std::uint8_t unit, const modbus::Answer& answer, bool quarantined);

  /// Any other outcome of the unit; `quarantined` after it. True: its models may have moved, they
  /// are looked for anew, and the answer must not be believed. That is so when a unit that was
  /// silent comes back, and when it `refused` (exceptions 2 and 3) registers of its models, then
  /// at most once an hour.
  bool lost(std::uint8_t unit, const modbus::Answer& answer, bool refused, bool quarantined,
            MonoTime now);

 private:
  struct Unit {
    std::vector<MeterId> meters;
    meter::SunSpecDiscovery discovery;
    bool was_silent = false;
    std::optional<MonoTime> refused;
  };

  void begin(std::uint8_t id, Unit& unit);
  void place(std::uint8_t id, Unit& unit, Found& found);
  bool ask(std::uint8_t id, const Unit& unit, modbus::RateClass rate, bool waits);

  const Settings& settings_;
  std::map<std::uint8_t, Unit> units_;
  SunSpecKnowledge knowledge_;
};

/// Exceptions 2 and 3: one of the registers does not exist, or they are too many at once.
bool refuses_block(const modbus::Answer& answer);

}  // namespace pue::engine
