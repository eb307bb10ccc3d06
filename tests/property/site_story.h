// A site whose true energies the test knows, under faults from a seed, told as polls that any
// number of Accountings can be given: the same seed tells the same story.
#pragma once

#include <vector>

#include "engine/settings.h"
#include "meter/reading.h"
#include "seeds.h"
#include "yearly_meter.h"

namespace pue::property {

/// What can go wrong, once in how many polls (0: never); outages and glitches per meter.
struct SiteFaults {
  std::uint64_t outage = 0;  // 10 s to 3 h without register and power
  std::uint64_t glitch = 0;
  std::uint64_t restart = 0;     // the daemon is down for up to an hour
  std::uint64_t clock_step = 0;  // up to `longest_clock_step` ahead or back
  std::uint64_t reset = 0;
  std::uint64_t swap = 0;  // announced, without readings
  bool wraps = false;      // registers turn over at a declared modulus
  Duration longest_clock_step = std::chrono::minutes{30};
};

struct SiteShape {
  UtcTime begin;  // a whole minute, ten of them before the first interval that is looked at
  std::int64_t seconds = 0;
  std::int64_t every = 60;  // between polls
  /// Of the grid's and the two IT meters' registers.
  std::array<Joules, 3> steps = {Joules{3600}, Joules{3600}, Joules{3600}};
  bool exact = false;         // meters without error
  std::int64_t rest = 3'600;  // seconds at the end in which nothing goes wrong
  Zone zone = Zone::fixed("UTC", std::chrono::seconds{0});
};

/// One poll of the site, at a moment of the wall clock as it then is.
struct Poll {
  Moment at;
  bool down = false;  // the daemon does not run
  std::vector<meter::Reading> readings;
};

class SiteStory {
 public:
  SiteStory(const SiteShape& shape, const SiteFaults& faults, std::uint64_t seed);

  const engine::Settings& settings() const { return settings_; }
  const std::vector<Poll>& polls() const { return polls_; }
  /// True energies from the beginning up to a moment of the steady time, J.
  double true_facility(MonoTime until) const { return true_energy(facility_, until); }
  double true_it(MonoTime until) const { return true_energy(it_, until); }
  /// When the wall clock, as it is at the end of the story, shows that time.
  MonoTime steady_at(UtcTime time) const;
  int clock_steps() const { return clock_steps_; }
  int restarts() const { return restarts_; }

 private:
  struct Told {
    YearlyMeter meter;
    double reads_per_true = 1;  // of its class and transformer
    double gain = 1;            // of its power
    std::int64_t silent_until = 0;
    bool odd = false;
  };
  Told meter(double watts, Joules step, double limits_percent, double ct_percent);
  void tell(std::int64_t second);
  void go_wrong(std::int64_t second);
  void break_course(Told& told, std::uint32_t index, bool announced);
  void read(Poll& poll, std::int64_t second);
  Joules shown(Told& told);
  Moment moment(std::int64_t second) const;
  bool comes(std::uint64_t once_in) { return once_in > 0 && dice_.once_in(once_in); }
  bool is_quiet(std::int64_t second) const;
  struct Truth {
    double joules = 0;
    double watts = 0;
  };
  Truth truth(std::size_t meter) const;
  double true_energy(const std::vector<Truth>& known, MonoTime until) const;

  SiteShape shape_;
  SiteFaults faults_;
  Dice dice_;
  engine::Settings settings_;
  std::vector<Told> meters_;
  std::vector<Poll> polls_;
  std::vector<Truth> facility_;  // by poll
  std::vector<Truth> it_;
  Duration clock_{0};
  std::int64_t down_until_ = 0;
  int clock_steps_ = 0;
  int restarts_ = 0;
};

/// A grid meter and two IT meters, 125, 60 and 40 kW, with classes; `steps` of their registers.
engine::Settings settings_of(const SiteShape& shape, bool wraps);

}  // namespace pue::property
