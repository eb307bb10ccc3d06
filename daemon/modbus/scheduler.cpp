#include "modbus/scheduler.h"

#include <algorithm>

#include "base/limits.h"

namespace pue::modbus {
namespace {

Duration utc_offset(Moment now) { return now.utc.time_since_epoch() - now.mono.time_since_epoch(); }

/// The first multiple of the interval in UTC at or after `now`, on the monotonic line.
MonoTime tick_at_or_after(Moment now, Duration interval) {
  const auto before = floor_to(now.utc, interval);
  return now.mono + (before == now.utc ? Duration{0} : before + interval - now.utc);
}

// Slewing moves monotonic and UTC together; a difference is a step of the wall clock.
constexpr Duration smallest_clock_step = std::chrono::milliseconds{100};

}  // namespace

Scheduler::Scheduler(std::vector<Request> requests, SchedulerSettings settings, Moment start)
    : requests_{std::move(requests)},
      settings_{settings},
      next_tick_{tick_at_or_after(start, settings.interval)},
      utc_offset_{utc_offset(start)},
      position_{requests_.size()},
      quiet_until_{start.mono},
      earned_until_{start.mono},
      busy_{start.mono} {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    const auto id = requests_[i].unit;
    auto unit =
        std::find_if(units_.begin(), units_.end(), [&](const Unit& u) { return u.id == id; });
    if (unit == units_.end()) {
      units_.push_back({id, i, UnitHealth{settings.seed + id}});
      unit = units_.end() - 1;
    }
    unit_of_.push_back(static_cast<std::size_t>(unit - units_.begin()));
  }
}

BusAction Scheduler::next(Moment now) {
  if (now.mono < quiet_until_) return WaitUntil{quiet_until_};
  while (position_ < requests_.size()) {
    const auto index = position_++;
    if (!units_[unit_of_[index]].health.quarantined()) return transact(index, now.mono);
  }
  if (!probed_) {
    probed_ = true;
    if (const auto index = due_probe(now.mono)) {
      probing_ = true;
      return transact(*index, now.mono);
    }
  }
  follow_clock(now);
  if (now.mono < next_tick_) return WaitUntil{next_tick_};
  begin_tick(now);
  return next(now);
}

void Scheduler::outcome(const Exchange& exchange, MonoTime now) {
  busy_.add(started_, now);
  quiet_until_ = now + settings_.gap;
  const bool all_were_silent = all_quarantined();
  // What cost nobody is not paid for: after an outage of the whole bus the debt would keep units
  // out that come back later than others, for hours.
  if (probing_ && !all_were_silent) probe_time_ -= now - started_;
  probing_ = false;
  units_[unit_of_[in_flight_]].health.told(exchange.answer, now);
  if (!all_were_silent || all_quarantined()) return;
  for (auto& unit : units_) {
    if (unit.health.quarantined()) unit.health.parole();
  }
}

std::optional<Duration> Scheduler::take_lateness() {
  const auto lateness = lateness_;
  lateness_.reset();
  return lateness;
}

void Scheduler::follow_clock(Moment now) {
  const auto step = utc_offset(now) - utc_offset_;
  if (std::chrono::abs(step) < smallest_clock_step) return;
  utc_offset_ = utc_offset(now);
  next_tick_ = tick_at_or_after(now, settings_.interval);
}

void Scheduler::begin_tick(Moment now) {
  const auto missed = (now.mono - next_tick_) / settings_.interval;
  next_tick_ += missed * settings_.interval;
  skipped_ticks_ += static_cast<std::uint64_t>(missed);
  lateness_ = now.mono - next_tick_;
  next_tick_ += settings_.interval;
  ++ticks_;
  position_ = 0;
  probed_ = false;
}

Transact Scheduler::transact(std::size_t index, MonoTime now) {
  in_flight_ = index;
  started_ = now;
  return {index, requests_[index], now + settings_.timeout};
}

std::optional<std::size_t> Scheduler::due_probe(MonoTime now) {
  earn_probe_time(now);
  const Unit* earliest = nullptr;
  for (const auto& unit : units_) {
    if (!unit.health.quarantined()) continue;
    if (!earliest || unit.health.next_probe() < earliest->health.next_probe()) earliest = &unit;
  }
  if (!earliest) return std::nullopt;
  const bool costs_nobody = all_quarantined();
  const bool affordable = probe_time_ >= settings_.timeout && now >= earliest->health.next_probe();
  if (!costs_nobody && !affordable) return std::nullopt;
  return earliest->probe;
}

bool Scheduler::all_quarantined() const {
  return std::all_of(units_.begin(), units_.end(),
                     [](const Unit& unit) { return unit.health.quarantined(); });
}

// At most one probe is saved up: a long quiet time does not buy a burst.
void Scheduler::earn_probe_time(MonoTime now) {
  const auto passed = static_cast<double>((now - earned_until_).count());
  const Duration earned{static_cast<Duration::rep>(limits::unit_probe_share * passed)};
  probe_time_ = std::min(settings_.timeout, probe_time_ + earned);
  earned_until_ = now;
}

}  // namespace pue::modbus
