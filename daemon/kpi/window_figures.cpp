#include "kpi/window_figures.h"

#include <algorithm>
#include <utility>

#include "kpi/sums_by_time.h"

namespace pue::kpi {
namespace {

constexpr double month_gate = 0.9;
constexpr double year_gate = 0.95;
constexpr int months_of_a_year = 12;

double ratio(Joules part, Joules whole) {
  return static_cast<double>(part.count) / static_cast<double>(whole.count);
}

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

bool is_short(Window window) { return window <= Window::hour; }

bool load_is_low(Window window, const PeriodSums& sums, std::optional<Watts> min_it_power) {
  if (!is_short(window) || !min_it_power) return false;
  return static_cast<double>(sums.it->count) / seconds(sums.usable) < min_it_power->value;
}

bool gate_is_passed(Window window, const WindowFigures& figures, const WindowRules& rules) {
  if (window == Window::twelve_months && rules.valid_months < months_of_a_year) return false;
  return figures.coverage() >= coverage_gate(window);
}

Insufficient judge(Window window, const WindowFigures& figures, const PeriodSums& sums,
                   const WindowRules& rules) {
  if (sums.empty()) return Insufficient::no_interval;
  if (!figures.it || !gate_is_passed(window, figures, rules)) return Insufficient::low_coverage;
  if (*figures.it <= Joules{}) return Insufficient::no_it;
  if (load_is_low(window, sums, rules.min_it_power)) return Insufficient::it_load_low;
  return Insufficient::none;
}

double estimated_share(const PeriodSums& sums) {
  const auto of_side = [](Joules estimated, Joules whole) {
    if (estimated == Joules{}) return 0.0;
    return ratio(estimated, std::max(estimated, whole));
  };
  return std::max(of_side(sums.estimated_facility, *sums.facility),
                  of_side(sums.estimated_it, *sums.it));
}

void fill_renewable(WindowFigures& figures, Window window, const PeriodSums& sums) {
  const auto fill = [&](ShareMethod method) {
    figures.renewable_ungated[static_cast<std::size_t>(method)] = share(sums.renewable, method);
  };
  if (window == Window::quarter_hour) {
    fill(ShareMethod::interval);
  } else {
    for (const auto method : {ShareMethod::hourly, ShareMethod::annual, ShareMethod::cfe})
      fill(method);
  }
}

/// The gate of the window as a time.
Duration least_known(Window window, Duration elapsed) {
  return std::chrono::duration_cast<Duration>(coverage_gate(window) *
                                              std::chrono::duration<double>(elapsed));
}

void fill_gated(WindowFigures& figures, Window window, const PeriodSums& sums) {
  figures.pue = figures.pue_ungated;
  for (std::size_t i = 0; i < sums.it_levels.size(); ++i)
    if (sums.it_levels[i] && *sums.it_levels[i] > Joules{})
      figures.pue_by_category[i] = ratio(*sums.facility, *sums.it_levels[i]);
  figures.utilisation = utilisation(sums.renewable);
  const auto needed = least_known(window, figures.elapsed);
  figures.water_usage = water_usage(sums.side, needed);
  figures.energy_reuse = energy_reuse(sums.side, needed);
}

bool storage_moves(Window window, const PeriodSums& sums) {
  return is_short(window) && sums.facility && 100 * sums.storage_net > *sums.facility;
}

}  // namespace

std::string_view name(Insufficient reason) {
  switch (reason) {
    case Insufficient::none:
      return "none";
    case Insufficient::no_interval:
      return "no_interval";
    case Insufficient::low_coverage:
      return "low_coverage";
    case Insufficient::it_load_low:
      return "it_load_low";
    case Insufficient::no_it:
      return "no_it";
  }
  return "";
}

double WindowFigures::coverage() const {
  return elapsed > Duration{} ? seconds(covered) / seconds(elapsed) : 0;
}

std::optional<ShareRange> WindowFigures::renewable(ShareMethod method) const {
  if (insufficient != Insufficient::none) return std::nullopt;
  return renewable_ungated[static_cast<std::size_t>(method)];
}

double coverage_gate(Window window) {
  switch (window) {
    case Window::quarter_hour:
      break;
    case Window::hour:
      return 0.8;
    case Window::day:
      return 22.0 / 24.0;
    case Window::month_to_date:
      return month_gate;
    case Window::year_to_date:
    case Window::twelve_months:
      return year_gate;
  }
  return 1;
}

ShareMethod matching_method(Window window) {
  return window == Window::quarter_hour ? ShareMethod::interval : ShareMethod::hourly;
}

WindowFigures figures(Window window, Period period, const PeriodSums& sums,
                      const WindowRules& rules, std::span<const InputChain> chain) {
  WindowFigures result;
  result.period = period;
  result.elapsed = period.length();
  result.covered = covered_in(sums, period);
  result.facility = sums.facility;
  result.it = sums.it;
  result.overhead = sums.overhead;
  result.sources = sums.sources;
  result.insufficient = judge(window, result, sums, rules);
  if (sums.facility && sums.it) result.estimated_share = estimated_share(sums);
  fill_renewable(result, window, sums);
  result.storage_moving = storage_moves(window, sums);
  if (result.it && *result.it > Joules{}) {
    result.pue_ungated = ratio(*result.facility, *result.it);
    if (const auto u = pue_uncertainty(sums, chain)) result.uncertainty = u->expanded();
  }
  if (result.insufficient == Insufficient::none) fill_gated(result, window, sums);
  return result;
}

WindowFigures figures(Window window, Period period, std::span<const site::SiteInterval> intervals,
                      const Zone& zone, std::optional<Watts> min_it_power) {
  SumsByTime sums(zone, {});
  for (const auto& interval : intervals)
    if (period.contains(interval.interval)) sums.put(interval);
  return figures(window, period, sums.over(period), WindowRules{min_it_power, months_of_a_year});
}

bool is_valid_month(const PeriodSums& sums, const Period& month) {
  return seconds(covered_in(sums, month)) >= month_gate * seconds(month.length());
}

}  // namespace pue::kpi
