#include "engine/acquisition.h"

#include <algorithm>

#include "engine/plausible.h"
#include "meter/decode.h"

namespace pue::engine {
namespace {

std::vector<modbus::Request> requests_of(const BusPlan& plan) {
  std::vector<modbus::Request> requests;
  for (const auto& planned : plan.requests) requests.push_back(planned.request);
  return requests;
}

double seconds(Duration d) { return std::chrono::duration<double>{d}.count(); }

}  // namespace

Acquisition::Acquisition(const Settings& settings, const BusPlan& plan, std::uint64_t seed,
                         Moment start)
    : link_{plan.link},
      scheduler_{requests_of(plan),
                 {settings.polling.interval, settings.links[plan.link].timeout,
                  settings.links[plan.link].gap, seed},
                 start} {
  for (const auto& planned : plan.requests) {
    auto& points = points_.emplace_back();
    for (const auto& p : planned.points) {
      points.push_back(
          {local_index(p.meter), p.offset, settings.connections[p.meter.index].points[p.point]});
    }
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
  const auto action = scheduler_.next(now);
  if (const auto late = scheduler_.take_lateness()) lateness_.observe(seconds(*late));
  if (const auto* transact = std::get_if<modbus::Transact>(&action)) in_flight_ = transact->index;
  return action;
}

void Acquisition::outcome(const modbus::Exchange& exchange, Moment now) {
  scheduler_.outcome(exchange, now.mono);
  connected_ = exchange.connected;
  link_failures_ += exchange.link_failures;
  const auto& points = points_[in_flight_];
  for (const auto& point : points) count_poll(point.local);
  if (modbus::is_answer(exchange.answer)) {
    ++answers_;
    rtt_ += exchange.received - exchange.sent;
  }
  if (const auto* failure = std::get_if<modbus::Failure>(&exchange.answer)) {
    for (const auto& point : points) count_failure(point.local, reason(*failure));
    return;
  }
  const auto midpoint = exchange.sent + (exchange.received - exchange.sent) / 2;
  decode(points, std::get<modbus::RegisterBlock>(exchange.answer),
         {midpoint, now.utc - (now.mono - midpoint)});
}

std::vector<meter::Reading> Acquisition::take_readings() { return std::exchange(readings_, {}); }

LinkTraffic Acquisition::traffic(MonoTime now) const {
  LinkTraffic traffic;
  traffic.connected = connected_;
  traffic.failures = link_failures_;
  traffic.answers = answers_;
  traffic.rtt_seconds = seconds(rtt_);
  traffic.load = scheduler_.busy_share(now);
  return traffic;
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
    const auto result = meter::decode(point, words.subspan(offset, point.range.count));
    const auto* value = std::get_if<double>(&result);
    if (!value) {
      count_failure(local, "decode");
    } else if (!possible_register(point.quantity, *value)) {
      count_failure(local, std::string(implausible));
    } else {
      readings_.push_back({at, counts_[local].meter, point.quantity, *value});
    }
  }
}

}  // namespace pue::engine
