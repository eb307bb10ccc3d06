#include "sim/local_time.h"

#include <cmath>

namespace pue::sim {
namespace {

constexpr double mean_year_days = 365.2425;
constexpr double days_1970_to_2000 = 10957.0;

double positive_remainder(double x, double modulus) {
  const double rest = std::fmod(x, modulus);
  return rest < 0 ? rest + modulus : rest;
}

}  // namespace

LocalTime local_time(double t, double utc_offset_hours) {
  const double days = (t + utc_offset_hours * 3600.0) / 86400.0;
  LocalTime local;
  local.hour = (days - std::floor(days)) * 24.0;
  // 1970-01-01 was a Thursday.
  local.weekday = static_cast<int>(positive_remainder(std::floor(days) + 4.0, 7.0));
  local.day_of_year = positive_remainder(days - days_1970_to_2000, mean_year_days);
  return local;
}

}  // namespace pue::sim
