// A meter with a true energy that the test knows: power walks at random between 5 s grid points and
// is linear between them, and the register counts whole steps of its integral.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/time.h"
#include "base/units.h"
#include "seeds.h"

namespace pue::property {

inline constexpr int grid_seconds = 5;

inline Moment moment(std::int64_t second) {
  const Duration time = std::chrono::seconds{second};
  return {MonoTime{time + std::chrono::hours{1}},
          UtcTime{time + std::chrono::seconds{1'767'225'600}}};
}

class SimulatedMeter {
 public:
  SimulatedMeter(double watts, double jitter, Joules step, double first_joules)
      : mean_(watts), watts_(watts), jitter_(jitter), step_(step), joules_(first_joules) {}

  /// To the next grid point. The walk is drawn back to its mean.
  void advance(Dice& dice) {
    const double next = watts_ + jitter_ * mean_ * dice.between(-1, 1) + 0.01 * (mean_ - watts_);
    const double bounded = std::clamp(next, 0.2 * mean_, 1.8 * mean_);
    joules_ += (watts_ + bounded) / 2 * grid_seconds;
    watts_ = bounded;
  }

  double watts() const { return watts_; }
  double joules() const { return joules_; }
  Joules shown() const {
    return static_cast<std::int64_t>(joules_ / static_cast<double>(step_.count)) * step_;
  }

 private:
  double mean_;
  double watts_;
  double jitter_;
  Joules step_;
  double joules_;
};

}  // namespace pue::property
