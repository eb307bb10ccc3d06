// One physical bus: whose turn it is, with one request in flight however many units share it. Asked
// for the next action and told the outcome, always with the time; it moves no byte.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "modbus/busy_share.h"
#include "modbus/exchange.h"
#include "modbus/unit_health.h"

namespace pue::modbus {

/// Perform `request`, give up at `deadline`, then tell `outcome`.
struct Transact {
  std::size_t index = 0;  // which of the scheduler's requests
  Request request;
  MonoTime deadline;
  bool operator==(const Transact&) const = default;
};
using BusAction = std::variant<Transact, WaitUntil>;

struct SchedulerSettings {
  Duration interval;  // of the ticks, phased to UTC multiples of it
  Duration timeout;   // of one request
  Duration gap{0};    // quiet time between an answer and the next request
  std::uint64_t seed = 0;
};

class Scheduler {
 public:
  /// `requests` go out in this order in every tick. The first tick is the first multiple of the
  /// interval at or after `start`.
  Scheduler(std::vector<Request> requests, SchedulerSettings settings, Moment start);

  /// A tick that is overdue begins at once; ticks missed before it are skipped, never made up for.
  /// Silent units wait for probes after the others' requests, in at most 5 % of the bus time. When
  /// no unit answers, one is probed each tick, and the first answer brings all of them back.
  BusAction next(Moment now);
  /// What the last Transact came to.
  void outcome(const Exchange& exchange, MonoTime now);

  /// How late the tick that `next` has just begun is; once per tick.
  std::optional<Duration> take_lateness();
  std::optional<double> busy_share(MonoTime now) const { return busy_.share(now); }
  std::uint64_t ticks() const { return ticks_; }
  std::uint64_t skipped_ticks() const { return skipped_ticks_; }

 private:
  struct Unit {
    std::uint8_t id = 0;
    std::size_t probe = 0;  // its first request
    UnitHealth health;
  };

  void follow_clock(Moment now);
  void begin_tick(Moment now);
  Transact transact(std::size_t index, MonoTime now);
  std::optional<std::size_t> due_probe(MonoTime now);
  bool all_quarantined() const;
  void earn_probe_time(MonoTime now);

  std::vector<Request> requests_;
  SchedulerSettings settings_;
  std::vector<Unit> units_;
  std::vector<std::size_t> unit_of_;  // by request index

  MonoTime next_tick_;
  Duration utc_offset_;  // UTC minus monotonic when the ticks were phased
  std::size_t position_;
  bool probed_ = true;  // in this tick
  std::uint64_t ticks_ = 0;
  std::uint64_t skipped_ticks_ = 0;
  std::optional<Duration> lateness_;

  MonoTime quiet_until_;
  MonoTime started_{};  // the request in flight
  std::size_t in_flight_ = 0;
  bool probing_ = false;
  Duration probe_time_{0};  // earned, not yet spent
  MonoTime earned_until_;
  BusyShare busy_;
};

}  // namespace pue::modbus
