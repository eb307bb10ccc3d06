#include "exporters/report/energy_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "exporters/report/chart.h"

namespace pue::report {
namespace {

double in_kwh(Joules energy) { return watt_hours(energy) / 1000; }

/// A part below 0, such as energy that sub-meters count twice, cannot be stacked: the table has it.
double height(std::optional<Joules> part) { return part ? std::max(0.0, in_kwh(*part)) : 0; }

double total(const kpi::WindowFigures& step) {
  double sum = height(step.it);
  for (const auto& part : step.overhead) sum += height(part);
  return sum;
}

std::string stack(const page::Axes& axes, const kpi::WindowFigures& step) {
  std::string svg;
  double base = 0;
  const auto add = [&](std::optional<Joules> part, const std::string& of) {
    if (height(part) <= 0) return;
    svg += bar(axes, step.period, base, base + height(part), 0.8, of);
    base += height(part);
  };
  add(step.it, "role-it");
  for (std::size_t s = 0; s < step.overhead.size(); ++s)
    add(step.overhead[s], fmt::format("subsystem-{}", name(static_cast<site::Subsystem>(s))));
  return svg;
}

std::vector<Key> stack_keys(const Context& context) {
  std::vector<Key> keys{{"role-it", context.text("role.it")}};
  for (std::size_t s = 0; s < site::subsystem_count; ++s) {
    const auto subsystem = name(static_cast<site::Subsystem>(s));
    const auto& trend = context.report.figures.trend;
    if (std::any_of(trend.begin(), trend.end(),
                    [&](const auto& step) { return height(step.overhead[s]) > 0; }))
      keys.push_back(
          {fmt::format("subsystem-{}", subsystem), context.word("subsystem", subsystem)});
  }
  return keys;
}

std::optional<kpi::ShareRange> share_of(const PeriodReport& report,
                                        const kpi::WindowFigures& step) {
  return step.renewable_ungated[std::size_t(kpi::matching_method(report.figures.step))];
}

}  // namespace

std::string energy_chart(const Context& context) {
  double most = 0;
  for (const auto& step : context.report.figures.trend) most = std::max(most, total(step));
  if (most <= 0) return {};
  const auto axes = axes_over(context.report, 0, most * 1.05);
  std::string svg;
  for (const auto& step : context.report.figures.trend) svg += stack(axes, step);
  const int decimals = ruler_step(axes.high) < 1 ? 2 : 0;
  return figure(context, "report.chart_energy", axes, rulers(context, axes, decimals) + svg,
                stack_keys(context));
}

std::string share_chart(const Context& context) {
  double most = 0;
  for (const auto& step : context.report.figures.trend)
    if (const auto share = share_of(context.report, step))
      most = std::max(most, share->high.ratio() * 100);
  if (most <= 0) return {};
  const auto axes = axes_over(context.report, 0, std::min(100.0, most * 1.05));
  std::string svg;
  for (const auto& step : context.report.figures.trend) {
    const auto share = share_of(context.report, step);
    if (!share) continue;
    const double low = share->low.ratio() * 100, high = share->high.ratio() * 100;
    svg += bar(axes, step.period, 0, low, 0.8, "renewable");
    if (high > low) svg += bar(axes, step.period, low, high, 0.8, "possible");
  }
  const int decimals = ruler_step(axes.high) < 1 ? 2 : 0;
  return figure(context, "report.chart_share", axes, rulers(context, axes, decimals) + svg,
                {{"renewable", context.text("page.low")}, {"possible", context.text("page.high")}});
}

}  // namespace pue::report
