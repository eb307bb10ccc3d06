// Which of a bus's requests are due: the fast ones in their order in every tick, the others by
// their deadlines. It knows ticks and classes; units, time on the wire and budgets are the
// scheduler's affair.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modbus/rate.h"
#include "modbus/request.h"

namespace pue::modbus {

/// One request of the plan, in every tick or every so many.
struct PolledRequest {
  Request request;
  RateClass rate = RateClass::fast;
  /// On the bus, as planned; it decides whether the request fits into the time left of a tick.
  Duration expected{0};
  /// New in a plan, it is due after its period, not at once: what it asks for has just been
  /// refused.
  bool waits = false;
  bool operator==(const PolledRequest&) const = default;
};

class RequestQueue {
 public:
  /// `periods.fast` is the tick. Nothing is due before the first one, everything in it.
  RequestQueue(std::vector<PolledRequest> requests, const RatePeriods& periods);

  const std::vector<PolledRequest>& requests() const { return requests_; }

  /// Begins the tick `passed` ticks after the last one (1: the next). Fast requests are due again,
  /// and the others whose period is over; what was still due stays so, and keeps its deadline.
  /// `boundary`: an accounting interval has ended since the last tick: all of the medium class
  /// (registers of energy) are due at once, before the slow ones.
  void begin_tick(std::uint64_t passed, bool boundary);

  /// The next fast request that is due; it is not due any more.
  std::optional<std::size_t> take_fast();
  /// The one of the others whose deadline is the earliest; it stays due until it is taken.
  std::optional<std::size_t> most_urgent() const;
  void take(std::size_t index) { state_[index].due = false; }
  /// It should have been read by now.
  bool overdue(std::size_t index) const { return state_[index].deadline <= tick_; }

  /// All of a unit's requests are due: it has come back.
  void recall(std::uint8_t unit);
  /// How long it took.
  void measured(std::size_t index, Duration on_the_bus) { requests_[index].expected = on_the_bus; }
  /// Another plan of the same bus. What both plans hold stays as it is, what is new is due at once.
  void replace(std::vector<PolledRequest> requests);

 private:
  struct State {
    bool due = false;
    std::uint64_t deadline = 0;  // tick, of those that are not fast
    std::uint64_t again = 0;     // due again in this tick
  };
  std::uint64_t period(RateClass rate) const;

  std::vector<PolledRequest> requests_;
  std::vector<State> state_;  // parallel to requests_
  RatePeriods periods_;
  std::uint64_t tick_ = 0;
  std::size_t position_ = 0;  // of the next fast request to look at
};

}  // namespace pue::modbus
