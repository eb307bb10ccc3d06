// A year of a meter under faults, against its true energy: outages, glitches, rollovers, restarts
// and a wall clock that is set leave no trace in the total; resets and swaps without readings leave
// a bounded one.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <vector>

#include "energy/meter_tracker.h"
#include "yearly_meter.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::property;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t quarter = 900;
constexpr std::int64_t day = 86'400;
constexpr Duration update_period = 30s;
constexpr double max_watts = 300e3;

// What can go wrong, once in how many readings (0: never).
struct Faults {
  std::uint64_t outage = 0;
  bool power_too = false;  // outages silence power as well, and restarts pass time
  std::uint64_t glitch = 0;
  std::uint64_t restart = 0;
  std::uint64_t clock_step = 0;
  std::uint64_t reset = 0;
  std::uint64_t swap = 0;
  bool wraps = false;
  bool has_power = true;
};

TrackerSettings settings(Joules step, std::int64_t every, const Faults& faults) {
  TrackerSettings result;
  result.import = RegisterSettings{step, std::nullopt, std::nullopt};
  // 22 MWh: forty turns in a year of 100 kW, and never half a turn within an outage of 4 h.
  if (faults.wraps) result.import->modulus = Joules{79'200'000'000};
  result.has_power = faults.has_power;
  result.max_power = Watts{max_watts};
  result.update_period = update_period;
  result.power_gap = std::max<Duration>(60s, 3 * every * 1s);
  result.interval = 15min;
  return result;
}

struct Interval {
  IntervalEnergy energy;
  double truth = 0;
};

// One meter, its tracker and the wall clock between them.
class Run {
 public:
  Run(Joules step, std::int64_t every, double gain, std::uint64_t seed, Faults faults)
      : faults_(faults),
        every_(every),
        dice_(seed),
        settings_(settings(step, every, faults)),
        meter_(100e3, step, settings_.import->modulus, update_period, every, gain, dice_),
        tracker_(settings_) {}

  void pass(std::int64_t seconds) {
    for (std::int64_t t = 0; t <= seconds; t += every_) {
      const bool settling = t < quarter + 4 * every_ || t > seconds - 4 * quarter;
      now_ = t;
      if (t > 0) meter_.advance(dice_);
      if (!settling) go_wrong();
      pass_boundaries();
      const bool silent = t < silent_until_;
      if (!silent || !faults_.power_too) tracker_.power(here(), meter_.watts());
      if (!silent) tracker_.import_register(here(), settling ? meter_.shown() : read());
      tracker_.advance(here());
      take();
    }
  }

  const std::vector<Interval>& intervals() const { return intervals_; }
  const std::vector<StepEvent>& events() const { return events_; }
  // The first second at which another register was read.
  const std::vector<std::int64_t>& breaks() const { return breaks_; }
  std::int64_t second_of(UtcTime at) const {
    return (at - clock_).time_since_epoch() / 1s - 1'767'225'600;
  }
  int restarts() const { return restarts_; }
  int clock_steps() const { return clock_steps_; }

 private:
  Moment here() const {
    const Duration time = std::chrono::seconds{now_};
    return {MonoTime{time + origin_}, UtcTime{time + clock_ + std::chrono::seconds{1'767'225'600}}};
  }

  bool comes(std::uint64_t once_in) { return once_in > 0 && dice_.once_in(once_in); }

  void go_wrong() {
    if (comes(faults_.outage)) silent_until_ = now_ + 10 + roll(10'800);
    if (comes(faults_.restart)) restart();
    if (comes(faults_.clock_step)) step_clock();
    if (now_ < silent_until_) return;  // a break is seen at once, or it would be part of an outage
    if (comes(faults_.reset)) break_course(false);
    if (comes(faults_.swap)) break_course(true);
  }

  void restart() {
    const std::string state = tracker_.save();
    origin_ = std::chrono::minutes{roll(100'000)};
    tracker_ = MeterTracker(settings_);
    REQUIRE(tracker_.restore(state, here()));
    if (faults_.power_too) silent_until_ = std::max(silent_until_, now_ + roll(3600));
    ++restarts_;
  }

  // Up to half an hour ahead or back; the intervals around it are not asked for their time.
  void step_clock() {
    clock_ += std::chrono::seconds{roll(3600) - 1800};
    ++clock_steps_;
  }

  void break_course(bool announced) {
    if (!breaks_.empty() && now_ - breaks_.back() < day) return;
    meter_.replace(announced, dice_);
    if (announced) REQUIRE(tracker_.change(here(), {}));
    breaks_.push_back(now_);
  }

  // Never two in a row: three odd readings that agree are a course by any rule.
  Joules read() {
    odd_ = !odd_ && comes(faults_.glitch);
    if (!odd_) return meter_.shown();
    return dice_.once_in(2) ? Joules{} : meter_.shown() + Joules{400'000'000'000'000};
  }

  std::int64_t roll(std::uint64_t sides) { return static_cast<std::int64_t>(dice_.roll(sides)); }

  // As accounting does: a boundary is told when the wall clock has passed it, and lies where the
  // clock says now, but never before what was told.
  void pass_boundaries() {
    const Moment now = here();
    if (!next_boundary_) next_boundary_ = floor_to(now.utc, 15min);
    while (*next_boundary_ <= now.utc) {
      const auto mono = std::max(now.mono - (now.utc - *next_boundary_), MonoTime{last_ + origin_});
      truth_.emplace(*next_boundary_, meter_.joules_before(now.mono - mono));
      tracker_.boundary({mono, *next_boundary_});
      *next_boundary_ += 15min;
    }
    last_ = std::chrono::seconds{now_};
  }

  void take() {
    for (auto& energy : tracker_.take_settled()) {
      const double truth = truth_.at(energy.interval.end) - truth_.at(energy.interval.start);
      intervals_.push_back({std::move(energy), truth});
    }
    for (const auto& event : tracker_.take_events()) events_.push_back(event);
  }

  Faults faults_;
  std::int64_t every_;
  Dice dice_;
  TrackerSettings settings_;
  YearlyMeter meter_;
  MeterTracker tracker_;
  std::int64_t now_ = 0;
  Duration last_{0};
  Duration origin_ = 1h;
  Duration clock_{0};
  std::int64_t silent_until_ = 0;
  bool odd_ = false;
  std::optional<UtcTime> next_boundary_;
  std::map<UtcTime, double> truth_;
  std::vector<Interval> intervals_;
  std::vector<StepEvent> events_;
  std::vector<std::int64_t> breaks_;
  int restarts_ = 0;
  int clock_steps_ = 0;
};

struct Sums {
  double error = 0;  // of the intervals that have a value, J
  std::int64_t missing = 0;
  std::int64_t recovered = 0;
};

// Of all intervals but the first, in which the register is first read.
Sums sums(const Run& run) {
  Sums result;
  for (std::size_t i = 1; i < run.intervals().size(); ++i) {
    const auto& [energy, truth] = run.intervals()[i];
    REQUIRE((run.clock_steps() > 0 || proves(energy.evidence, energy)));
    if (energy.quality == Quality::missing) {
      ++result.missing;
      continue;
    }
    result.error += static_cast<double>(energy.imported.count) - truth;
    result.recovered += energy.quality == Quality::recovered ? 1 : 0;
  }
  return result;
}

struct Case {
  Joules step;
  std::int64_t every = 0;
  std::int64_t seconds = 0;
};

// A year read each 5 minutes, and three weeks read each minute.
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Joules step : {Joules{3600}, Joules{3'600'000}, Joules{1'440'000'000}}) {
    all.push_back({step, 300, 365 * day});
    all.push_back({step, 60, 21 * day});
  }
  return all;
}

// q + P·τ: the greatest power of the profile is 140 kW. 5 J for what is rounded.
double one_step(const Case& one) { return static_cast<double>(one.step.count) + 140e3 * 30 + 5; }

double steps_off(const Faults& faults, double allowed) {
  double worst = 0;
  for (const Case& one : cases()) {
    for (std::uint64_t seed = 1; seed <= seeds(2); ++seed) {
      CAPTURE(one.step.count, one.every, seed);
      const double gain = 1 + 0.002 * static_cast<double>(seed % 3) - 0.002;
      Run run(one.step, one.every, gain, seed, faults);
      run.pass(one.seconds);
      const Sums all = sums(run);
      CHECK(all.missing == 0);
      CHECK(std::abs(all.error) <= allowed * one_step(one));
      CHECK((faults.outage == 0 || all.recovered > 0));
      CHECK((faults.restart == 0 || run.restarts() > 0));
      CHECK((faults.clock_step == 0 || run.clock_steps() > 0));
      CHECK((faults.glitch == 0 || !run.events().empty()));
      worst = std::max(worst, std::abs(all.error) / one_step(one));
    }
  }
  return worst;
}

// Resets, or swaps without readings: without power their time is missing, with it nothing is.
void check_breaks(const Faults& faults) {
  for (const Case& one : cases()) {
    for (std::uint64_t seed = 1; seed <= seeds(2); ++seed) {
      CAPTURE(one.step.count, one.every, seed, faults.has_power);
      Run run(one.step, one.every, 1, seed, faults);
      run.pass(one.seconds);
      std::int64_t unknown = 0;  // seconds from the last reading before to the first believed after
      std::size_t found = 0;
      for (const auto& event : run.events()) {
        if (event.kind == StepEvent::Kind::glitch) continue;
        REQUIRE(found < run.breaks().size());
        unknown += run.second_of(event.at) - run.breaks()[found++] + one.every;
      }
      CHECK(found == run.breaks().size());
      CHECK(found > 0);
      const Sums all = sums(run);
      const auto breaks = static_cast<std::int64_t>(found);
      CHECK(all.missing * quarter <= (faults.has_power ? 0 : unknown + 2 * quarter * breaks));
      CHECK((faults.has_power || all.missing > 0));
      // Each course has a phase of its own within a step.
      CHECK(std::abs(all.error) <= static_cast<double>(breaks + 1) * one_step(one));
    }
  }
}

}  // namespace

TEST_CASE("a year is exact to one step under silence, glitches, rollovers, restarts, clock steps") {
  Faults faults;
  faults.outage = 500;
  faults.glitch = 200;
  faults.restart = 1000;
  faults.clock_step = 2000;
  faults.wraps = true;
  const double worst = steps_off(faults, 1);
  WARN("worst error of a year, power known: " << worst << " (q + P·τ)");
}

TEST_CASE("when power fails as well a year is exact to a step at either end") {
  Faults faults;
  faults.outage = 300;
  faults.power_too = true;
  faults.glitch = 200;
  faults.restart = 1000;
  faults.clock_step = 2000;
  faults.wraps = true;
  const double worst = steps_off(faults, 2);
  WARN("worst error of a year, power silent as well: " << worst << " (q + P·τ)");
}

TEST_CASE("every interval of a faulty year is proven by its evidence") {
  Faults faults;
  faults.outage = 300;
  faults.power_too = true;
  faults.glitch = 100;
  faults.restart = 500;
  faults.wraps = true;
  steps_off(faults, 2);
}

TEST_CASE("a reset costs its own time, and with power nothing") {
  Faults faults;
  faults.reset = 3000;
  faults.glitch = 200;
  for (const bool has_power : {true, false}) {
    faults.has_power = has_power;
    check_breaks(faults);
  }
}

TEST_CASE("a swap without readings costs its own time, and with power nothing") {
  Faults faults;
  faults.swap = 3000;
  faults.glitch = 200;
  for (const bool has_power : {true, false}) {
    faults.has_power = has_power;
    check_breaks(faults);
  }
}
