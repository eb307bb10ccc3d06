// The same events give the same settled energies, whatever is asked and saved between them.
#include <catch2/catch.hpp>
#include <vector>

#include "energy/meter_tracker.h"
#include "simulated_meter.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::property;
using namespace std::chrono_literals;

namespace {

enum class Kind { power, import, export_, net, boundary, change };

struct Event {
  Kind kind = Kind::power;
  std::int64_t millisecond = 0;
  double value = 0;  // W or kWh
};

// What came out of a tracker, in the order of coming.
struct Outcome {
  std::vector<IntervalEnergy> intervals;
  std::vector<StepEvent> steps;
  std::vector<std::optional<Joules>> totals;

  void take(MeterTracker& tracker) {
    for (const auto& interval : tracker.take_settled()) intervals.push_back(interval);
    for (const auto& step : tracker.take_events()) steps.push_back(step);
  }
};

TrackerSettings random_settings(Dice& dice) {
  TrackerSettings settings;
  if (!dice.once_in(6)) settings.import = RegisterSettings{Joules{3'600'000}, {}, {}};
  if (dice.once_in(2)) settings.export_ = RegisterSettings{Joules{3600}, Joules{360'000'000}, {}};
  settings.net = RegisterSettings{Joules{36'000}, {}, {}};  // in effect without the others
  if (dice.once_in(4)) settings.import.reset();
  settings.unconfirmed = dice.once_in(2);
  settings.has_power = !dice.once_in(4);
  settings.max_power = Watts{300e3};
  settings.update_period = dice.once_in(3) ? Duration{30s} : Duration{0};
  settings.power_gap = 60s;
  settings.interval = 15min;
  return settings;
}

std::vector<Event> random_events(Dice& dice) {
  std::vector<Event> events;
  double in = dice.between(0, 1e5);
  double out = dice.between(0, 100);
  double shown = in;  // the import register, which stands still at times
  bool frozen = false;
  std::int64_t now = 0;
  std::int64_t next_boundary = 0;
  for (int i = 0; i < 3000; ++i) {
    const bool pause = dice.once_in(100);
    const std::int64_t step = static_cast<std::int64_t>(dice.roll(pause ? 4'000'000 : 12'000));
    for (; next_boundary <= now + step; next_boundary += 900'000) {
      events.push_back({Kind::boundary, next_boundary, 0});
    }
    now += step;
    const double watts = dice.between(-100e3, 250e3);
    in += std::max(0.0, watts) * static_cast<double>(step) / 3.6e9;
    out += std::max(0.0, -watts) * static_cast<double>(step) / 3.6e9;
    if (dice.once_in(300)) in = dice.between(0, 1e5);  // reset, or a jump
    if (out > 100) out -= 100;
    if (dice.once_in(frozen ? 30 : 200)) frozen = !frozen;
    if (!frozen) shown = in;
    const bool odd = dice.once_in(50);
    if (dice.once_in(300)) events.push_back({Kind::change, now, dice.once_in(2) ? shown : 0});
    if (!dice.once_in(3)) events.push_back({Kind::power, now, watts});
    if (dice.once_in(3)) events.push_back({Kind::import, now, odd ? 0 : std::floor(shown)});
    if (dice.once_in(3)) events.push_back({Kind::export_, now, odd ? 1e6 : out});
    if (dice.once_in(3)) events.push_back({Kind::net, now, odd ? 0 : shown - out});
  }
  return events;
}

// Every run has its own origin of monotonic time.
Moment when(std::int64_t millisecond, Duration origin) {
  const Duration time = std::chrono::milliseconds{millisecond};
  return {MonoTime{origin + time}, UtcTime{time + 1'767'225'600s}};
}

void give(MeterTracker& tracker, const Event& event, Duration origin) {
  const Moment at = when(event.millisecond, origin);
  const Joules reading{std::llround(event.value * 1000) * 3600};
  switch (event.kind) {
    case Kind::power:
      tracker.power(at, Watts{event.value});
      return;
    case Kind::import:
      tracker.import_register(at, reading);
      return;
    case Kind::export_:
      tracker.export_register(at, reading);
      return;
    case Kind::net:
      tracker.net_register(at, reading);
      return;
    case Kind::boundary:
      tracker.boundary(at);
      return;
    case Kind::change: {
      const auto entered = event.value > 0 ? std::optional{reading} : std::nullopt;
      tracker.change(at, {{entered, entered}, {{}, entered}});
      return;
    }
  }
}

Outcome plain(const TrackerSettings& settings, const std::vector<Event>& events) {
  MeterTracker tracker(settings);
  Outcome outcome;
  for (const Event& event : events) give(tracker, event, 1h);
  tracker.advance(when(events.back().millisecond + 60'000, 1h));
  outcome.take(tracker);
  outcome.totals = {tracker.total_imported(), tracker.total_exported()};
  return outcome;
}

void check_monotone(MeterTracker& tracker, std::array<std::optional<Joules>, 2>& last) {
  const std::array now = {tracker.total_imported(), tracker.total_exported()};
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (last[i]) REQUIRE(now[i]);
    if (last[i]) REQUIRE(*now[i] >= *last[i]);
  }
  last = now;
}

// Between events: advance to times before the next one, take, query, save and restore.
Outcome disturbed(const TrackerSettings& settings, const std::vector<Event>& events, Dice& dice) {
  MeterTracker tracker(settings);
  Outcome outcome;
  Duration origin = 1h;
  std::array<std::optional<Joules>, 2> last;
  for (std::size_t i = 0; i < events.size(); ++i) {
    give(tracker, events[i], origin);
    check_monotone(tracker, last);
    const std::int64_t now = events[i].millisecond;
    std::int64_t passed = now;
    const std::int64_t next = i + 1 < events.size() ? events[i + 1].millisecond : now + 60'000;
    if (dice.once_in(3) && next > now) {
      const auto wait =
          static_cast<std::int64_t>(dice.roll(static_cast<std::uint64_t>(next - now)));
      passed += wait;
      tracker.advance(when(passed, origin));
    }
    if (dice.once_in(5)) outcome.take(tracker);
    if (dice.once_in(20)) {
      const std::string state = tracker.save();
      origin = std::chrono::minutes{dice.roll(100'000)};
      tracker = MeterTracker(settings);
      REQUIRE(tracker.restore(state, when(std::max(passed, std::min(now + 1, next)), origin)));
      REQUIRE(tracker.save() == state);
    }
    check_monotone(tracker, last);
  }
  tracker.advance(when(events.back().millisecond + 60'000, origin));
  outcome.take(tracker);
  outcome.totals = {tracker.total_imported(), tracker.total_exported()};
  return outcome;
}

}  // namespace

TEST_CASE("advance, queries, save and restore between events change no result") {
  std::size_t intervals = 0;
  std::size_t steps = 0;
  std::size_t unconfirmed = 0;
  std::array<std::size_t, quality_count> qualities{};
  for (std::uint64_t seed = 1; seed <= seeds(60); ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const TrackerSettings settings = random_settings(dice);
    const auto events = random_events(dice);
    const Outcome expected = plain(settings, events);
    const Outcome actual = disturbed(settings, events, dice);
    REQUIRE(actual.intervals == expected.intervals);
    REQUIRE(actual.steps == expected.steps);
    REQUIRE(actual.totals == expected.totals);
    intervals += expected.intervals.size();
    steps += expected.steps.size();
    for (const auto& interval : expected.intervals) {
      ++qualities[static_cast<std::size_t>(interval.quality)];
      const bool net = !settings.import && !settings.export_;
      REQUIRE((net || interval.imported >= Joules{}));
      REQUIRE(interval.exported >= Joules{});
      REQUIRE(proves(interval.evidence, interval));
      unconfirmed += interval.unconfirmed ? 1 : 0;
    }
  }
  CHECK(steps > 0);
  CHECK(unconfirmed > 0);
  std::string counts;
  for (const Quality quality : {Quality::measured, Quality::recovered, Quality::integrated,
                                Quality::edited, Quality::missing}) {
    const std::size_t count = qualities[static_cast<std::size_t>(quality)];
    CHECK(count > 0);
    counts += ' ' + std::string(name(quality)) + ' ' + std::to_string(count);
  }
  WARN(intervals << " intervals, " << steps << " register steps, " << unconfirmed << " unconfirmed;"
                 << counts);
}
