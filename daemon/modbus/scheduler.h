// One physical bus: whose turn it is, with one request in flight however many units share it, or as
// many as its device allows. Asked for the next action and told the outcome, always with the time;
// it moves no byte.
#pragma once

#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "modbus/busy_share.h"
#include "modbus/exchange.h"
#include "modbus/request_queue.h"
#include "modbus/time_budget.h"
#include "modbus/unit_health.h"

namespace pue::modbus {

/// Perform `request`, give up at `deadline`, then tell `outcome`.
struct Transact {
  std::size_t index = 0;  // which of the scheduler's requests; of a guest none
  Request request;
  MonoTime deadline;
  std::size_t slot = 0;  // among those in flight
  bool operator==(const Transact&) const = default;
};
using BusAction = std::variant<Transact, WaitUntil>;

struct SchedulerSettings {
  RatePeriods periods;  // ticks come every `periods.fast`, phased to UTC multiples of it
  Duration timeout;     // of one request
  Duration gap{0};      // quiet time between an answer and the next request
  std::uint64_t seed = 0;
  Duration boundaries{0};     // accounting intervals end at UTC multiples of it; 0: nowhere
  double rare_share = 0.1;    // of the bus time, for what is not fast on a bus without time left
  std::size_t in_flight = 1;  // requests at a time
};

class Scheduler {
 public:
  /// Fast requests go out in this order in every tick. The first tick is the first multiple of the
  /// interval at or after `start`.
  Scheduler(std::vector<PolledRequest> requests, SchedulerSettings settings, Moment start);

  /// A tick that is overdue begins at once; ticks missed before it are skipped, never made up for.
  /// After the fast requests the others follow, the most urgent first, as far as they fit into the
  /// time left; when they are overdue they take `rare_share` of it. Silent units
  /// wait for probes after the fast requests, in at most 5 % of the bus time. When no unit answers,
  /// one is probed each tick, and the first answer brings all of them back.
  /// `MonoTime::max()`: there is nothing to do before an outcome.
  BusAction next(Moment now);
  /// What the Transact of that slot came to.
  void outcome(const Exchange& exchange, MonoTime now, std::size_t slot = 0);
  /// A request of somebody else's, once: when nothing is due and it fits before the next tick, else
  /// in `limits::guest_share` of the bus time. It tells nothing of the unit's health.
  /// Precondition: the one before has its outcome.
  void admit(const Request& guest) { guest_ = guest; }
  bool guest_in_flight(std::size_t slot) const;
  bool idle() const;
  /// Another plan for the same bus. Precondition: it is idle. Units keep their health; requests of
  /// both plans keep their turn.
  void replace(std::vector<PolledRequest> requests);

  const std::vector<PolledRequest>& requests() const { return queue_.requests(); }
  bool quarantined(std::uint8_t unit) const;
  std::size_t quarantined_units() const;
  /// How late the tick that `next` has just begun is; once per tick.
  std::optional<Duration> take_lateness();
  std::optional<double> busy_share(MonoTime now) const { return busy_.share(now); }
  std::uint64_t ticks() const { return ticks_; }
  std::uint64_t skipped_ticks() const { return skipped_ticks_; }

 private:
  /// What a request in flight is paid from.
  enum class Purse : std::uint8_t { none, probes, rare, guests };
  struct InFlight {
    std::size_t index = 0;
    MonoTime started{};
    Purse paid_by = Purse::none;
  };
  struct Unit {
    std::size_t probe = 0;  // its first request
    UnitHealth health;
    MonoTime silent_at = MonoTime::min();  // when its last silence was over
  };

  void meet_units();
  void follow_clock(Moment now);
  void begin_tick(Moment now);
  UtcTime interval_start(UtcTime t) const;
  std::optional<std::size_t> free_slot() const;
  bool in_flight(std::size_t index) const;
  Transact transact(std::size_t index, MonoTime now, Purse paid_by = Purse::none);
  std::optional<std::size_t> next_fast();
  std::optional<Transact> next_probe(MonoTime now);
  std::optional<Transact> next_guest(MonoTime now);
  std::optional<Transact> next_in_time_left(MonoTime now);
  bool all_quarantined() const;
  bool quarantined_at(std::size_t index) const;

  RequestQueue queue_;
  SchedulerSettings settings_;
  std::map<std::uint8_t, Unit> units_;

  MonoTime next_tick_;
  Duration utc_offset_;     // UTC minus monotonic when the ticks were phased
  UtcTime interval_start_;  // of the accounting interval of the last tick
  bool probed_ = true;      // in this tick
  std::uint64_t ticks_ = 0;
  std::uint64_t skipped_ticks_ = 0;
  std::optional<Duration> lateness_;

  MonoTime quiet_until_;
  std::vector<std::optional<InFlight>> in_flight_;  // by slot
  TimeBudget probes_;
  TimeBudget rare_;
  TimeBudget guests_;
  std::optional<Request> guest_;
  BusyShare busy_;
};

}  // namespace pue::modbus
