#include "sim/it_load.h"

#include <cmath>
#include <numbers>

#include "sim/local_time.h"
#include "sim/smooth_noise.h"

namespace pue::sim {
namespace {

// Saturday and Sunday 6 % lower; the change takes the three hours around midnight, because a step
// in power would make the integral depend on where the meter samples.
double weekend_fraction(const LocalTime& local) {
  const bool weekend = local.weekday == 0 || local.weekday == 6;
  const bool eve = local.weekday == 5;
  const double into_saturday = eve ? smooth_step(21.0, 24.0, local.hour) : 0.0;
  const double out_of_sunday = local.weekday == 0 ? smooth_step(21.0, 24.0, local.hour) : 0.0;
  return weekend ? 1.0 - out_of_sunday : into_saturday;
}

}  // namespace

ItLoad it_load(const ItPlant& plant, std::uint64_t seed, double t) {
  const LocalTime local = local_time(t, plant.utc_offset_hours);
  const double evening = std::cos(2.0 * std::numbers::pi * (local.hour - 20.0) / 24.0);
  const double course = 1.0 + 0.06 * evening - 0.06 * weekend_fraction(local) +
                        0.015 * smooth_noise(seed, 10, t, 1800.0) +
                        0.004 * smooth_noise(seed, 11, t, 240.0);
  const double total_w = plant.design_w * plant.mean_fraction * course;
  const double share_a = 0.52 + 0.01 * smooth_noise(seed, 12, t, 2400.0);
  return {total_w * share_a, total_w * (1.0 - share_a)};
}

}  // namespace pue::sim
