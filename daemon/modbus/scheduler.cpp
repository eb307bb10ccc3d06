#include "modbus/scheduler.h"

#include <algorithm>
#include <utility>

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

Scheduler::Scheduler(std::vector<PolledRequest> requests, SchedulerSettings settings, Moment start)
    : queue_{std::move(requests), settings.periods},
      settings_{settings},
      next_tick_{tick_at_or_after(start, settings.periods.fast)},
      utc_offset_{utc_offset(start)},
      interval_start_{interval_start(start.utc)},
      quiet_until_{start.mono},
      in_flight_(settings.in_flight),
      probes_{limits::unit_probe_share, settings.timeout, start.mono},
      rare_{settings.rare_share, settings.timeout, start.mono},
      guests_{limits::guest_share, settings.timeout, start.mono},
      busy_{start.mono, settings.in_flight} {
  meet_units();
}

BusAction Scheduler::next(Moment now) {
  if (!free_slot()) return WaitUntil{MonoTime::max()};
  if (now.mono < quiet_until_) return WaitUntil{quiet_until_};
  if (const auto index = next_fast()) return transact(*index, now.mono);
  if (const auto probe = next_probe(now.mono)) return *probe;
  if (const auto guest = next_guest(now.mono)) return *guest;
  follow_clock(now);
  if (const auto rare = next_in_time_left(now.mono)) return *rare;
  if (now.mono < next_tick_) return WaitUntil{next_tick_};
  begin_tick(now);
  return next(now);
}

void Scheduler::outcome(const Exchange& exchange, MonoTime now, std::size_t slot) {
  const auto asked = *std::exchange(in_flight_[slot], std::nullopt);
  const auto took = now - asked.started;
  busy_.add(asked.started, now);
  quiet_until_ = now + settings_.gap;
  if (asked.paid_by == Purse::guests) return guests_.spend(took);
  if (asked.paid_by == Purse::probes) probes_.spend(took);
  if (asked.paid_by == Purse::rare) rare_.spend(took);
  if (is_answer(exchange.answer)) queue_.measured(asked.index, took + settings_.gap);
  const auto id = requests()[asked.index].request.unit;
  auto& [probe, health, silent_at] = units_.at(id);
  if (is_silence(exchange.answer)) {
    // Several requests into one silence are one silence.
    if (asked.started < silent_at) return;
    silent_at = now;
  }
  const bool was_quarantined = health.quarantined();
  const bool all_were_silent = all_quarantined();
  health.told(exchange.answer, now);
  if (was_quarantined && !health.quarantined()) queue_.recall(id);
  if (!all_were_silent || all_quarantined()) return;
  for (auto& [other, unit] : units_) {
    if (!unit.health.quarantined()) continue;
    unit.health.parole();
    queue_.recall(other);
  }
}

bool Scheduler::guest_in_flight(std::size_t slot) const {
  return in_flight_[slot] && in_flight_[slot]->paid_by == Purse::guests;
}

bool Scheduler::idle() const {
  return std::none_of(in_flight_.begin(), in_flight_.end(),
                      [](const auto& one) { return one.has_value(); });
}

void Scheduler::replace(std::vector<PolledRequest> requests) {
  queue_.replace(std::move(requests));
  meet_units();
}

bool Scheduler::quarantined(std::uint8_t unit) const {
  const auto known = units_.find(unit);
  return known != units_.end() && known->second.health.quarantined();
}

std::optional<Duration> Scheduler::take_lateness() {
  const auto lateness = lateness_;
  lateness_.reset();
  return lateness;
}

void Scheduler::meet_units() {
  for (auto i = requests().size(); i-- > 0;) {
    const auto id = requests()[i].request.unit;
    units_.try_emplace(id, Unit{i, UnitHealth{settings_.seed + id}}).first->second.probe = i;
  }
}

void Scheduler::follow_clock(Moment now) {
  const auto step = utc_offset(now) - utc_offset_;
  if (std::chrono::abs(step) < smallest_clock_step) return;
  utc_offset_ = utc_offset(now);
  next_tick_ = tick_at_or_after(now, settings_.periods.fast);
}

void Scheduler::begin_tick(Moment now) {
  const auto interval = settings_.periods.fast;
  const auto missed = (now.mono - next_tick_) / interval;
  next_tick_ += missed * interval;
  skipped_ticks_ += static_cast<std::uint64_t>(missed);
  lateness_ = now.mono - next_tick_;
  const auto in_interval = interval_start(now.utc - *lateness_);
  next_tick_ += interval;
  ++ticks_;
  queue_.begin_tick(static_cast<std::uint64_t>(missed) + 1, in_interval != interval_start_);
  interval_start_ = in_interval;
  probed_ = false;
}

UtcTime Scheduler::interval_start(UtcTime t) const {
  return settings_.boundaries > Duration{0} ? floor_to(t, settings_.boundaries) : UtcTime{};
}

std::optional<std::size_t> Scheduler::free_slot() const {
  const auto slot = std::find(in_flight_.begin(), in_flight_.end(), std::nullopt);
  if (slot == in_flight_.end()) return std::nullopt;
  return static_cast<std::size_t>(slot - in_flight_.begin());
}

/// It is asked for and not answered yet: with several requests at a time a silent unit's are still
/// waited for when the next tick begins.
bool Scheduler::in_flight(std::size_t index) const {
  return std::any_of(in_flight_.begin(), in_flight_.end(), [&](const auto& one) {
    return one && one->paid_by != Purse::guests && one->index == index;
  });
}

/// Precondition: there is a free slot.
Transact Scheduler::transact(std::size_t index, MonoTime now, Purse paid_by) {
  const auto slot = *free_slot();
  in_flight_[slot] = InFlight{index, now, paid_by};
  return {index, requests()[index].request, now + settings_.timeout, slot};
}

std::optional<std::size_t> Scheduler::next_fast() {
  while (const auto index = queue_.take_fast()) {
    if (!quarantined_at(*index) && !in_flight(*index)) return index;
  }
  return std::nullopt;
}

std::optional<Transact> Scheduler::next_probe(MonoTime now) {
  if (probed_) return std::nullopt;
  probed_ = true;
  const bool affordable = probes_.affords(settings_.timeout, now);
  const Unit* earliest = nullptr;
  for (const auto& [id, unit] : units_) {
    if (!unit.health.quarantined() || in_flight(unit.probe)) continue;
    if (!earliest || unit.health.next_probe() < earliest->health.next_probe()) earliest = &unit;
  }
  if (!earliest) return std::nullopt;
  // When nobody answers, a probe takes time from nobody.
  if (all_quarantined()) return transact(earliest->probe, now);
  if (!affordable || now < earliest->health.next_probe()) return std::nullopt;
  return transact(earliest->probe, now, Purse::probes);
}

std::optional<Transact> Scheduler::next_guest(MonoTime now) {
  if (!guest_) return std::nullopt;
  const bool fits = now + settings_.timeout <= next_tick_;
  if (!fits && !guests_.affords(settings_.timeout, now)) return std::nullopt;
  const auto slot = *free_slot();
  in_flight_[slot] = InFlight{requests().size(), now, Purse::guests};
  return Transact{requests().size(), *std::exchange(guest_, std::nullopt), now + settings_.timeout,
                  slot};
}

std::optional<Transact> Scheduler::next_in_time_left(MonoTime now) {
  while (const auto index = queue_.most_urgent()) {
    if (quarantined_at(*index) || in_flight(*index)) {
      queue_.take(*index);
      continue;
    }
    const auto expected = requests()[*index].expected;
    const bool fits = now + expected <= next_tick_;
    const bool afforded = queue_.overdue(*index) && rare_.affords(expected, now);
    if (!fits && !afforded) return std::nullopt;
    queue_.take(*index);
    return transact(*index, now, fits ? Purse::none : Purse::rare);
  }
  return std::nullopt;
}

std::size_t Scheduler::quarantined_units() const {
  const auto count = std::count_if(units_.begin(), units_.end(), [](const auto& unit) {
    return unit.second.health.quarantined();
  });
  return static_cast<std::size_t>(count);
}

bool Scheduler::all_quarantined() const { return quarantined_units() == units_.size(); }

bool Scheduler::quarantined_at(std::size_t index) const {
  return quarantined(requests()[index].request.unit);
}

}  // namespace pue::modbus
