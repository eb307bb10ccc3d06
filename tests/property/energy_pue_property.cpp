// The measured reason for bounding power by the register: noise of 15-minute PUE.
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "energy/meter_tracker.h"
#include "simulated_meter.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::property;
using namespace std::chrono_literals;

namespace {

constexpr Joules kwh{3'600'000};
constexpr int quarter = 900;

TrackerSettings settings(bool has_power) {
  TrackerSettings result;
  result.import = RegisterSettings{kwh, std::nullopt, std::nullopt};
  result.has_power = has_power;
  result.max_power = Watts{250e3};
  result.power_gap = 60s;
  result.interval = 15min;
  return result;
}

// One meter seen twice: with its power (class error `gain`), and with its register alone.
struct Metered {
  Metered(double watts, Dice& dice)
      : meter(watts, 0.01, kwh, dice.between(0, 1e12)),
        gain(1 + dice.between(-0.002, 0.002)),
        phase(grid_seconds * static_cast<std::int64_t>(dice.roll(12))) {}

  void step(std::int64_t t, Dice& dice) {
    if (t % quarter == 0) {
      truth.push_back(meter.joules());
      bounded.boundary(moment(t));
      linear.boundary(moment(t));
    }
    if (t % 60 == phase) {
      bounded.import_register(moment(t), meter.shown());
      linear.import_register(moment(t), meter.shown());
    }
    bounded.power(moment(t), Watts{gain * meter.watts()});
    meter.advance(dice);
  }

  SimulatedMeter meter;
  double gain;
  std::int64_t phase;
  MeterTracker bounded{settings(true)};
  MeterTracker linear{settings(false)};
  std::vector<double> truth;
};

double rms_error(const std::vector<IntervalEnergy>& facility, const std::vector<IntervalEnergy>& it,
                 const Metered& true_facility, const Metered& true_it) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 1; i < std::min(facility.size(), it.size()); ++i, ++count) {
    const auto ratio = [](double a, double b) { return a / b; };
    const double truth = ratio(true_facility.truth[i + 1] - true_facility.truth[i],
                               true_it.truth[i + 1] - true_it.truth[i]);
    const double error = ratio(static_cast<double>(facility[i].imported.count),
                               static_cast<double>(it[i].imported.count)) -
                         truth;
    sum += error * error;
  }
  return std::sqrt(sum / static_cast<double>(count));
}

}  // namespace

TEST_CASE("power bounded by 1 kWh registers keeps the rms error of 15-minute PUE below 0.01") {
  double bounded = 0;
  double linear = 0;
  const std::uint64_t count = seeds(10);
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Metered facility(125e3, dice);
    Metered it(100e3, dice);
    for (std::int64_t t = 0; t <= 3 * 86'400; t += grid_seconds) {
      facility.step(t, dice);
      it.step(t, dice);
    }
    const double with_power =
        rms_error(facility.bounded.take_settled(), it.bounded.take_settled(), facility, it);
    const double without =
        rms_error(facility.linear.take_settled(), it.linear.take_settled(), facility, it);
    CHECK(with_power < 0.01);
    bounded += with_power * with_power;
    linear += without * without;
  }
  bounded = std::sqrt(bounded / static_cast<double>(count));
  linear = std::sqrt(linear / static_cast<double>(count));
  CHECK(linear > 0.015);
  WARN("rms error of 15-minute PUE: power bounded by registers "
       << bounded << ", linear interpolation of registers " << linear);
}
