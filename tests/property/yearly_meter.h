// A meter over a year, whose true energy the test knows: a day's profile with noise at grid points
// and linear between them, and a register that counts whole steps, shows them when its update
// period has passed, and may wrap or be replaced.
#pragma once

#include <cmath>
#include <optional>

#include "base/time.h"
#include "base/units.h"
#include "seeds.h"

namespace pue::property {

class YearlyMeter {
 public:
  /// `every`: seconds between grid points. `gain`: what power reads of a true watt.
  YearlyMeter(double mean_watts, Joules step, std::optional<Joules> modulus, Duration update_period,
              std::int64_t every, double gain, Dice& dice)
      : mean_(mean_watts),
        step_(step),
        modulus_(modulus),
        every_(static_cast<double>(every)),
        gain_(gain),
        // Grid points are whole minutes, so the register's last update was always as long ago.
        since_update_(dice.between(0, seconds(update_period))),
        offset_(std::floor(dice.between(1e10, 7e10))) {
    before_ = watts_ = profile(dice);
  }

  /// To the next grid point.
  void advance(Dice& dice) {
    second_ += every_;
    before_ = watts_;
    watts_ = profile(dice);
    joules_ += (before_ + watts_) / 2 * every_;
  }

  /// As its power register says.
  Watts watts() const { return Watts{gain_ * watts_}; }
  /// True energy a while ago, not longer than since the last grid point.
  double joules_before(Duration ago) const { return joules_before(seconds(ago)); }

  Joules shown() const {
    const double counted = offset_ + joules_before(since_update_);
    const auto count = static_cast<std::int64_t>(counted / static_cast<double>(step_.count));
    const Joules raw = count * step_;
    return modulus_ ? Joules{raw.count % modulus_->count} : raw;
  }

  /// Another register, or the same one begun anew: it shows less than half of what it did, or
  /// `anything`.
  void replace(bool anything, Dice& dice) {
    const double now = static_cast<double>(shown().count);
    offset_ = dice.between(0, anything ? 1e12 : now / 2) - joules_;
  }

 private:
  static double seconds(Duration duration) { return static_cast<double>(duration.count()) * 1e-9; }

  double joules_before(double ago) const {
    const double then = watts_ - (watts_ - before_) * ago / every_;
    return joules_ - (watts_ + then) / 2 * ago;
  }

  double profile(Dice& dice) const {
    constexpr double day = 86'400;
    const double wave = 0.3 * std::sin(2 * 3.14159265358979 * second_ / day);
    return mean_ * (1 + wave + dice.between(-0.1, 0.1));
  }

  double mean_;
  Joules step_;
  std::optional<Joules> modulus_;
  double every_;
  double gain_;
  double since_update_;
  double offset_;  // what the register has counted before
  double second_ = 0;
  double before_ = 0;
  double watts_ = 0;
  double joules_ = 0;
};

}  // namespace pue::property
