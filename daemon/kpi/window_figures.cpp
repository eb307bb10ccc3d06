#include "kpi/window_figures.h"

#include <vector>

#include "kpi/renewable_share.h"

namespace pue::kpi {
namespace {

/// Energy whose split over a gap is estimated is certain only in a window that holds the whole gap.
bool is_covered(const site::SiteInterval& closed, const Period& window) {
  return closed.usable() && (!closed.gap || window.contains(*closed.gap));
}

void add(std::optional<Joules>& sum, const std::optional<Joules>& part) {
  if (part) sum = sum.value_or(Joules{}) + *part;
}

double ratio(Joules facility, Joules it) {
  return static_cast<double>(facility.count) / static_cast<double>(it.count);
}

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

bool load_is_low(Window window, Joules it, Duration usable, std::optional<Watts> min_it_power) {
  if (window == Window::day || !min_it_power) return false;
  return static_cast<double>(it.count) / seconds(usable) < min_it_power->value;
}

struct Sums {
  bool any_closed = false;
  Duration usable_time{0};
  std::vector<const site::SiteInterval*> usable;
};

/// Facility and IT always over the same intervals: one that lacks either gives neither.
Sums sum_up(WindowFigures& figures, std::span<const site::SiteInterval> intervals) {
  Sums sums;
  for (const auto& closed : intervals) {
    if (!figures.period.contains(closed.interval)) continue;
    sums.any_closed = true;
    if (!closed.usable()) continue;
    sums.usable.push_back(&closed);
    sums.usable_time += closed.interval.length();
    add(figures.facility, closed.facility);
    add(figures.it, closed.it);
    for (std::size_t part = 0; part < site::subsystem_count; ++part) {
      add(figures.overhead[part], closed.overhead[part]);
    }
    if (is_covered(closed, figures.period)) figures.covered += closed.interval.length();
  }
  return sums;
}

Insufficient judge(Window window, const WindowFigures& figures, const Sums& sums,
                   std::optional<Watts> min_it_power) {
  if (!sums.any_closed) return Insufficient::no_interval;
  if (figures.coverage() < coverage_gate(window) || !figures.it) return Insufficient::low_coverage;
  if (*figures.it <= Joules{}) return Insufficient::no_it;
  if (load_is_low(window, *figures.it, sums.usable_time, min_it_power)) {
    return Insufficient::it_load_low;
  }
  return Insufficient::none;
}

Matching matching(Window window) {
  return window == Window::quarter_hour ? Matching::interval : Matching::local_hour;
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
  return elapsed > Duration{0} ? seconds(covered) / seconds(elapsed) : 0;
}

double coverage_gate(Window window) {
  switch (window) {
    case Window::quarter_hour:
      return 1;
    case Window::hour:
      return 0.8;
    case Window::day:
      return 22.0 / 24.0;
  }
  return 1;
}

std::string_view renewable_method(Window window) {
  return matching(window) == Matching::interval ? "interval" : "hourly";
}

WindowFigures figures(Window window, Period period, std::span<const site::SiteInterval> intervals,
                      const Zone& zone, std::optional<Watts> min_it_power) {
  WindowFigures result;
  result.period = period;
  result.elapsed = period.length();
  const auto sums = sum_up(result, intervals);
  result.insufficient = judge(window, result, sums, min_it_power);
  if (result.it && *result.it > Joules{}) result.pue_ungated = ratio(*result.facility, *result.it);
  if (result.insufficient == Insufficient::none) {
    result.pue = result.pue_ungated;
    result.renewable_share = renewable_share(matching(window), sums.usable, zone);
  }
  return result;
}

}  // namespace pue::kpi
