#include "engine/acquisition.h"

#include <algorithm>

#include "base/limits.h"
#include "engine/plausible.h"
#include "meter/decode.h"

namespace pue::engine {
namespace {

std::vector<modbus::PolledRequest> requests_of(const BusPlan& plan) {
  std::vector<modbus::PolledRequest> requests;
  for (const auto& planned : plan.requests) requests.push_back(planned.polled);
  return requests;
}

modbus::SchedulerSettings scheduling(const Settings& settings, std::size_t link,
                                     std::uint64_t seed) {
  const auto& bus = settings.links[link];
  return {settings.polling.periods(),  bus.timeout,      bus.gap, seed, settings.interval,
          settings.polling.slow_share, bus.max_in_flight};
}

constexpr double worthwhile_saving = 0.95;
constexpr double load_worth_trying = 0.2;

/// Why an answer made no value, among a meter's failures.
std::string reason_of(meter::NoValue none) {
  const bool of_factor = none == meter::NoValue::scale_factor || none == meter::NoValue::scale;
  return of_factor ? std::string(name(none)) : "decode";
}

double seconds(Duration d) { return std::chrono::duration<double>{d}.count(); }

}  // namespace

Acquisition::Acquisition(const Settings& settings, const BusPlan& plan, std::uint64_t seed,
                         Moment start)
    : settings_{settings},
      scheduler_{requests_of(plan), scheduling(settings, plan.link, seed), start},
      sunspec_{settings, plan.meters},
      in_flight_(settings.links[plan.link].max_in_flight) {
  adopt(plan);
}

void Acquisition::adopt(BusPlan plan) {
  plan_ = std::move(plan);
  points_.clear();
  for (const auto& planned : plan_.requests) {
    auto& points = points_.emplace_back();
    for (const auto& p : planned.points) {
      const auto& all = points_of(settings_, p.meter, sunspec_.knowledge());
      points.push_back({local_index(p.meter), p.offset, &all[p.point]});
    }
    for (const auto meter : planned.seekers) local_index(meter);
  }
}

std::size_t Acquisition::local_index(MeterId meter) {
  const auto known = std::find_if(counts_.begin(), counts_.end(),
                                  [&](const MeterCounts& c) { return c.meter == meter; });
  if (known != counts_.end()) return static_cast<std::size_t>(known - counts_.begin());
  counts_.push_back({meter, {}});
  ticks_.push_back({});
  return counts_.size() - 1;
}

modbus::BusAction Acquisition::next(Moment now) {
  if (replan_wanted_) return modbus::WaitUntil{MonoTime::max()};
  const auto action = scheduler_.next(now);
  if (const auto late = scheduler_.take_lateness()) lateness_.observe(seconds(*late));
  if (const auto* transact = std::get_if<modbus::Transact>(&action))
    in_flight_[transact->slot] = transact->index;
  return action;
}

void Acquisition::outcome(const modbus::Exchange& exchange, Moment now, std::size_t slot) {
  const bool of_guest = scheduler_.guest_in_flight(slot);
  scheduler_.outcome(exchange, now.mono, slot);
  connected_ = exchange.connected;
  link_failures_ += exchange.link_failures;
  late_frames_ = exchange.dropped_frames;
  if (of_guest)
    guest_outcome_ = exchange;
  else
    judge(in_flight_[slot], exchange, now);
  if (replan_wanted_ && scheduler_.idle()) replan();
}

void Acquisition::judge(std::size_t index, const modbus::Exchange& exchange, Moment now) {
  if (modbus::is_answer(exchange.answer)) {
    ++answers_;
    rtt_ += exchange.received - exchange.sent;
  }
  if (!plan_.requests[index].seekers.empty()) return search(index, exchange.answer);
  // A plan that is made anew takes its points with it: they are not touched after `replan`.
  const auto& points = points_[index];
  for (const auto& point : points) count_poll(point.local);
  if (lost(index, exchange, now.mono)) return replan();
  if (const auto* failure = std::get_if<modbus::Failure>(&exchange.answer)) {
    if (refuses_block(exchange.answer) && divide(index, *failure, now.mono)) return;
    for (const auto& point : points) count_failure(point.local, reason(*failure));
    return;
  }
  const auto midpoint = exchange.sent + (exchange.received - exchange.sent) / 2;
  decode(points, std::get<modbus::RegisterBlock>(exchange.answer),
         {midpoint, now.utc - (now.mono - midpoint)});
  // What is asked together is waited for together: that says nothing of what one request costs.
  if (in_flight_.size() == 1) learn_cost(index, exchange);
  forget_old_refusals(now.mono);
}

std::vector<meter::Reading> Acquisition::take_readings() { return std::exchange(readings_, {}); }

LinkTraffic Acquisition::traffic(MonoTime now) const {
  LinkTraffic traffic;
  traffic.connected = connected_;
  traffic.failures = link_failures_;
  traffic.answers = answers_;
  traffic.rtt_seconds = seconds(rtt_);
  traffic.load = scheduler_.busy_share(now);
  traffic.quarantined_units = scheduler_.quarantined_units();
  traffic.skipped_ticks = scheduler_.skipped_ticks();
  traffic.late_frames = late_frames_;
  traffic.refused = refused_;
  return traffic;
}

void Acquisition::search(std::size_t index, const modbus::Answer& answer) {
  const auto seekers = plan_.requests[index].seekers;
  const auto unit = scheduler_.requests()[index].request.unit;
  const auto found = sunspec_.told(unit, answer, scheduler_.quarantined(unit));
  for (const auto meter : seekers) {
    count_poll(local_index(meter));
    if (!found.failure.empty()) count_failure(local_index(meter), found.failure);
  }
  for (const auto meter : found.without_model) {
    count_failure(local_index(meter), std::string(sunspec_no_model));
  }
  if (found.plan_changes) replan();
}

bool Acquisition::lost(std::size_t index, const modbus::Exchange& exchange, MonoTime now) {
  const auto& planned = plan_.requests[index];
  const auto unit = planned.polled.request.unit;
  const bool refused = refuses_block(exchange.answer) && reads_sunspec(planned, settings_);
  if (!sunspec_.lost(unit, exchange.answer, refused, scheduler_.quarantined(unit), now))
    return false;
  // Where blocks were refused was said of the old addresses.
  learned_.cuts.erase(unit);
  return true;
}

bool Acquisition::divide(std::size_t index, const modbus::Failure& refusal, MonoTime now) {
  std::vector<modbus::RegisterRange> parts;
  for (const auto& point : points_[index]) parts.push_back(point.point->range);
  const auto cut = modbus::cut_of(std::move(parts));
  if (!cut) return false;
  const auto request = scheduler_.requests()[index].request;
  learned_.cuts[request.unit].push_back(*cut);
  if (refused_.empty()) refused_since_ = now;
  refused_.push_back({request, refusal.exception_code});
  replan();
  return true;
}

// A plan is made anew only where it saves the bus something. Looked at ever less often: what a bus
// costs does not change much.
void Acquisition::learn_cost(std::size_t index, const modbus::Exchange& exchange) {
  cost_.told(scheduler_.requests()[index].request.range, exchange.received - exchange.sent);
  if (cost_.answers() < estimate_after_) return;
  estimate_after_ = 2 * cost_.answers();
  const auto& link = settings_.links[plan_.link];
  auto measured = modbus::uses_rtu(link.address)
                      ? cost_.fitted(modbus::cost_model(link).per_register)
                      : cost_.fitted();
  if (!measured) return try_other_lengths();
  measured->per_request += link.gap;
  auto better = learned_;
  better.cost = measured;
  const auto periods = settings_.polling.periods();
  const auto load = [&](const BusPlan& plan) { return predicted_load(plan, periods, *measured); };
  if (load(plan_bus(settings_, plan_.link, plan_.meters, better)) > worthwhile_saving * load(plan_))
    return;
  learned_ = std::move(better);
  replan();
}

// Requests of one length do not tell whether it is their bytes that cost. Where the bus is busy it
// is worth to find out: once, by a plan as for a slow line.
void Acquisition::try_other_lengths() {
  const auto mean = cost_.mean();
  if (!mean || learned_.cost) return;
  const modbus::CostModel whatever_the_length{*mean, Duration{1}};
  const auto load = predicted_load(plan_, settings_.polling.periods(), whatever_the_length);
  if (load < load_worth_trying) return;
  learned_.cost = cost_.as_if_all_bytes();
  replan();
}

// What was refused may have been refused by a device that was starting.
void Acquisition::forget_old_refusals(MonoTime now) {
  if (refused_.empty() || now - refused_since_ < limits::refusal_remembered) return;
  refused_.clear();
  learned_.cuts.clear();
  replan();
}

void Acquisition::replan() {
  replan_wanted_ = !scheduler_.idle();
  if (replan_wanted_) return;
  learned_.sunspec = sunspec_.knowledge();
  adopt(plan_bus(settings_, plan_.link, plan_.meters, learned_));
  scheduler_.replace(requests_of(plan_));
}

// One attempt per meter and tick, however many requests the meter's points need.
void Acquisition::count_poll(std::size_t local) {
  if (ticks_[local].tick == scheduler_.ticks()) return;
  ticks_[local] = {scheduler_.ticks(), false};
  ++counts_[local].polls.polls;
  counts_[local].polls.last_failure.clear();
}

void Acquisition::count_failure(std::size_t local, const std::string& reason) {
  if (ticks_[local].failed) return;
  ticks_[local].failed = true;
  auto& polls = counts_[local].polls;
  ++polls.failures[reason];
  polls.last_failure = reason;
}

void Acquisition::decode(const std::vector<PointToRead>& points, const modbus::RegisterBlock& block,
                         Moment at) {
  for (const auto& [local, offset, point] : points) {
    const std::span words{block.words};
    const auto result = meter::decode(*point, words.subspan(offset, point->range.count));
    const auto* value = std::get_if<double>(&result);
    if (!value) {
      count_failure(local, reason_of(std::get<meter::NoValue>(result)));
    } else if (!possible_value(point->quantity, *value)) {
      count_failure(local, std::string(implausible));
    } else {
      const double settled = meter::in_whole_steps(*point, *value);
      readings_.push_back({at, counts_[local].meter, point->quantity, settled});
    }
  }
}

}  // namespace pue::engine
