#include "scenarios/runner/world.h"

#include <algorithm>

#include "base/rfc3339.h"
#include "scenarios/runner/words.h"

namespace pue::scenario {
namespace {

constexpr auto tick_interval = std::chrono::seconds{1};
constexpr MonoTime mono_start{std::chrono::hours{1000}};

}  // namespace

World::World(engine::Settings settings, UtcTime start)
    : settings_(std::move(settings)),
      now_{mono_start, start},
      next_tick_(mono_start + tick_interval),
      meters_(settings_.site.meters.size()),
      accounting_(settings_) {
  for (auto& meter : meters_) meter.set_power(mono_start, Watts{0});
  for (auto& meter : meters_)
    meter.set_register(mono_start, meter::Quantity::energy_import_wh, Joules{});
  connect();
}

void World::connect() {
  buses_.clear();
  for (auto& plan : engine::plan_buses(settings_))
    buses_.emplace_back(settings_, plan, meters_, now_);
}

MeterId World::id(const std::string& name) const {
  const auto& places = settings_.site.meters;
  const auto place = std::find_if(places.begin(), places.end(),
                                  [&](const auto& meter) { return meter.name == name; });
  if (place == places.end()) throw ScriptError("there is no meter \"" + name + "\" in CONFIG");
  return MeterId{static_cast<std::uint32_t>(place - places.begin())};
}

void World::run(Duration time) {
  const auto end = now_.mono + time;
  const auto pass_until = [&](MonoTime to) {
    now_.utc += to - now_.mono;
    now_.mono = to;
  };
  while (true) {
    auto next = next_tick_;
    for (const auto& bus : buses_) next = std::min(next, bus.due());
    if (next > end) break;
    pass_until(std::max(next, now_.mono));
    for (auto& bus : buses_)
      if (bus.due() <= now_.mono) bus.go_on(now_);
    if (next_tick_ <= now_.mono) tick();
  }
  pass_until(end);
}

void World::tick() {
  next_tick_ += tick_interval;
  for (auto& bus : buses_)
    for (const auto& reading : bus.acquisition().take_readings()) accounting_.accept(reading);
  accounting_.advance(now_);
  const auto closed = accounting_.take_closed();
  for (const auto& interval : closed) keep(interval);
  if (!closed.empty()) committed_state_ = accounting_.save(engine::Accounting::Run::goes_on);
}

/// What holds in every scenario: an interval closes once, and is then only superseded.
void World::keep(const site::SiteInterval& interval) {
  const auto known = stored_.find(interval.interval.start);
  const auto version = known == stored_.end() ? 1 : known->second.version + 1;
  if (interval.version != version)
    throw ScriptError("the interval of " + format_rfc3339(interval.interval.start) +
                      " closed as version " + std::to_string(interval.version) + ", not " +
                      std::to_string(version));
  stored_[interval.interval.start] = interval;
}

void World::restart(Duration down, Ending ending) {
  const auto state = ending == Ending::clean ? accounting_.save() : committed_state_;
  now_.utc += down;
  now_.mono += down;
  next_tick_ = now_.mono + tick_interval;
  const auto since = engine::Accounting::history_needed(state, now_.utc);
  accounting_ = engine::Accounting(settings_);
  if (!accounting_.restore(state, now_)) throw ScriptError("the state was not restored");
  for (const auto& [start, interval] : stored_)
    if (start >= since) accounting_.recall(interval);
  accounting_.resume();
  connect();
}

const site::SiteInterval* World::interval(UtcTime start) const {
  const auto found = stored_.find(start);
  return found == stored_.end() ? nullptr : &found->second;
}

const engine::MeterPolls& World::polls(const std::string& name) const {
  const auto meter = id(name);
  for (const auto& bus : buses_)
    for (const auto& counts : bus.acquisition().counts())
      if (counts.meter == meter) return counts.polls;
  throw ScriptError("nothing of \"" + name + "\" is read");
}

}  // namespace pue::scenario
