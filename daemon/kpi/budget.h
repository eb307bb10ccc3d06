// PUE as a budget: a cap on annual PUE allows so much energy of overhead in a calendar year; this
// is how much of it is used, how fast, and where the year will end (docs/domain.md, "PUE as a
// budget"). It alarms nobody: the rules do.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "base/units.h"
#include "kpi/pue_target.h"

namespace pue::kpi {

/// One local month of the running year up to now.
struct MonthToDate {
  std::chrono::month month{1};
  Joules facility;  // over the usable intervals
  Joules it;
  Duration usable{0};
  Duration elapsed{0};
};

/// Time of the year that is still to come, by month.
struct MonthLeft {
  std::chrono::month month{1};
  Duration left{0};
};

struct BudgetInputs {
  std::vector<MonthToDate> past;
  std::vector<MonthLeft> rest;
  /// Of the last 30 days that are covered: the load that the rest of the year is expected to have,
  /// and how its overhead compares with the target of that time, (PUE − 1) / (T − 1).
  Watts mean_it_power;
  double recent_overhead_factor = 1;
};

/// What a budget follows from, usable energies scaled to the time that has passed, in joules.
struct BudgetParts {
  double facility_to_date = 0;
  double it_to_date = 0;
  double target_to_date = 0;  // Σ T_m · E_it,m
  double it_rest = 0;         // expected
  double facility_rest = 0;
};

struct Budget {
  double whole_joules = 0;      // Σ (C − T_m) · Ê_m
  double remaining_joules = 0;  // whole − Σ (E_fac − T_m · E_it), usable energies scaled to time
  /// remaining / whole; absent when the whole is not positive: months whose T is above the cap
  /// outweigh the others.
  std::optional<double> remaining_ratio;
  double landing = 0;              // PUE of the year if the rest goes on like the last 30 days
  std::optional<double> required;  // of the rest, to end at the cap; absent on the last day
  BudgetParts parts;
};

/// Absent when the year has neither IT energy nor an expected load.
std::optional<Budget> budget(Millionths cap, const Target& target, const BudgetInputs& inputs);

/// How many times faster than evenly the budget is used: (PUE − T_m) / (C − T). `month`: the local
/// one in which the window ends; the even rate is that of the year, so that a month whose T_m lies
/// above the cap has a burn rate too.
double burn_rate(double pue, std::chrono::month month, const Target& target, Millionths cap);

}  // namespace pue::kpi
