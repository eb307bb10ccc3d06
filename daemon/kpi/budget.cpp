#include "kpi/budget.h"

namespace pue::kpi {
namespace {

constexpr auto last_day = std::chrono::hours{24};

double value(Millionths number) { return static_cast<double>(number.count) / 1e6; }
double value(Joules energy) { return static_cast<double>(energy.count); }
double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Sums over the year, in joules.
struct Year {
  double facility = 0;
  double it = 0;
  double allowed = 0;  // Σ T_m · E_it,m to date
  double whole = 0;
  double rest_it = 0;
  double rest_facility = 0;
};

bool is_known(const MonthToDate& month) { return month.usable > Duration{}; }

/// Energies of usable time stand for all the time that has passed.
double scale(const MonthToDate& month) { return seconds(month.elapsed) / seconds(month.usable); }

/// And those of the months that have usable time for the months that have none; without one of the
/// former nothing is scaled.
double scale_of_months(const std::vector<MonthToDate>& past) {
  Duration elapsed{0};
  Duration known{0};
  for (const auto& month : past) {
    elapsed += month.elapsed;
    if (is_known(month)) known += month.elapsed;
  }
  return seconds(elapsed) / seconds(known);
}

void add_past(Year& year, const BudgetInputs& inputs, const Target& target, double cap) {
  const double of_months = scale_of_months(inputs.past);
  for (const auto& month : inputs.past) {
    if (!is_known(month)) continue;
    const double scaled = scale(month) * of_months;
    const double it = value(month.it) * scaled;
    const double own = target.at(month.month);
    year.it += it;
    year.facility += value(month.facility) * scaled;
    year.allowed += own * it;
    year.whole += (cap - own) * it;
  }
}

void add_rest(Year& year, const BudgetInputs& inputs, const Target& target, double cap) {
  for (const auto& month : inputs.rest) {
    const double it = inputs.mean_it_power.value * seconds(month.left);
    const double own = target.at(month.month);
    year.rest_it += it;
    year.rest_facility += (1 + inputs.recent_overhead_factor * (own - 1)) * it;
    year.whole += (cap - own) * it;
  }
}

Duration time_left(const BudgetInputs& inputs) {
  Duration left{0};
  for (const auto& month : inputs.rest) left += month.left;
  return left;
}

}  // namespace

std::optional<Budget> budget(Millionths cap, const Target& target, const BudgetInputs& inputs) {
  Year year;
  add_past(year, inputs, target, value(cap));
  add_rest(year, inputs, target, value(cap));
  const double expected_it = year.it + year.rest_it;
  if (expected_it <= 0) return std::nullopt;
  Budget result;
  result.parts = {year.facility, year.it, year.allowed, year.rest_it, year.rest_facility};
  result.whole_joules = year.whole;
  result.remaining_joules = year.whole - (year.facility - year.allowed);
  if (year.whole > 0) result.remaining_ratio = result.remaining_joules / year.whole;
  result.landing = (year.facility + year.rest_facility) / expected_it;
  if (time_left(inputs) > last_day && year.rest_it > 0)
    result.required = (value(cap) * expected_it - year.facility) / year.rest_it;
  return result;
}

double burn_rate(double pue, std::chrono::month month, const Target& target, Millionths cap) {
  return (pue - target.at(month)) / (value(cap) - target.annual);
}

}  // namespace pue::kpi
