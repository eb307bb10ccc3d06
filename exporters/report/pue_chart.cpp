#include "exporters/report/pue_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "exporters/page/html.h"
#include "exporters/report/chart.h"

namespace pue::report {
namespace {

using kpi::WindowFigures;
using page::coordinate;

std::optional<double> ratio(const WindowFigures& step) {
  return step.pue ? step.pue : step.pue_ungated;
}

/// Each cap once, in millionths: several rows may ask for the same.
std::set<std::int64_t> caps(const PeriodReport& report) {
  std::set<std::int64_t> caps;
  for (const auto& cap : report.figures.caps) caps.insert(cap.policy.cap.count);
  return caps;
}

double value_of(std::int64_t cap) { return static_cast<double>(cap) / 1e6; }

/// From the least to the greatest of values, bands and caps, on whole twentieths. A ratio at almost
/// no IT load must not flatten the rest: from 3 on it leaves the picture.
std::optional<page::Axes> axes(const PeriodReport& report) {
  double low = 10, high = 0;
  for (const auto& step : report.figures.trend) {
    const auto value = ratio(step);
    if (!value || *value >= 3) continue;
    low = std::min(low, *value - step.uncertainty.value_or(0));
    high = std::max(high, *value + step.uncertainty.value_or(0));
  }
  if (high == 0) return std::nullopt;
  for (const auto cap : caps(report)) {
    low = std::min(low, value_of(cap));
    high = std::max(high, value_of(cap));
  }
  return axes_over(report, std::floor(low * 20 - 0.1) / 20, std::ceil(high * 20 + 0.1) / 20);
}

std::string bands(const PeriodReport& report, const page::Axes& axes) {
  std::string svg;
  for (const auto& step : report.figures.trend) {
    const auto value = ratio(step);
    if (!value || !step.uncertainty || *value >= 3) continue;
    svg += bar(axes, step.period, *value - *step.uncertainty, *value + *step.uncertainty, 1, "u");
  }
  return svg;
}

std::string lines(const PeriodReport& report, const page::Axes& axes) {
  std::string svg, points, dots;
  const auto finish = [&] {
    if (!points.empty()) svg += fmt::format("<polyline class=\"pue\" points=\"{}\"/>", points);
    points.clear();
  };
  for (const auto& step : report.figures.trend) {
    const auto value = ratio(step);
    if (!value || *value >= 3) {
      finish();
      continue;
    }
    const auto x = coordinate(axes.x(step.period.start + step.period.length() / 2));
    const auto y = coordinate(axes.y(*value));
    points += fmt::format("{},{} ", x, y);
    dots += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>",
                        step.pue ? "dot" : "hollow", x, y);
  }
  finish();
  return svg + dots;
}

std::string cap_lines(const Context& context, const page::Axes& axes) {
  std::string svg;
  for (const auto cap : caps(context.report)) {
    const auto y = axes.y(value_of(cap));
    svg += fmt::format(
        "<line class=\"cap\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>"
        "<text class=\"cap\" x=\"{1}\" y=\"{3}\" text-anchor=\"end\">{4}</text>",
        coordinate(axes.left), coordinate(axes.width - axes.right), coordinate(y),
        coordinate(y - 4),
        context.text("page.cap_value", {{"cap", to_text(kpi::Millionths{cap})}}));
  }
  return svg;
}

}  // namespace

std::string pue_chart(const Context& context) {
  const auto scale = axes(context.report);
  if (!scale) return {};
  std::vector<Key> keys{{"line", context.text("page.pue")},
                        {"u", context.text("page.uncertainty")}};
  if (!context.report.figures.caps.empty()) keys.push_back({"capped", context.text("page.cap")});
  const auto& trend = context.report.figures.trend;
  if (std::any_of(trend.begin(), trend.end(),
                  [](const auto& step) { return !step.pue && step.pue_ungated; }))
    keys.push_back({"open", context.text("page.insufficient")});
  return figure(context, "report.chart_pue", *scale,
                bands(context.report, *scale) + rulers(context, *scale, 2) +
                    cap_lines(context, *scale) + lines(context.report, *scale),
                keys);
}

}  // namespace pue::report
