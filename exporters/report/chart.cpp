#include "exporters/report/chart.h"

#include <fmt/format.h>

#include <cmath>

#include "exporters/page/html.h"

namespace pue::report {

using page::coordinate;

page::Axes axes_over(const PeriodReport& report, double low, double high) {
  page::Axes axes{report.period, low, high};
  axes.left = 88;
  return axes;
}

double ruler_step(double range) {
  const double wanted = range / 5;
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= wanted * 0.999) return factor * power;
  return 10 * power;
}

std::string step_name(const Context& context, const Period& step) {
  const auto day = context.local_time(step.start).substr(0, 10);
  return context.report.figures.step == kpi::Window::day ? day : day.substr(0, 7);
}

namespace {

std::string ruler(const page::Axes& axes, double value, int decimals) {
  return fmt::format(
      "<line class=\"ruler\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>"
      "<text x=\"{3}\" y=\"{4}\" text-anchor=\"end\">{5}</text>",
      coordinate(axes.left), coordinate(axes.width - axes.right), coordinate(axes.y(value)),
      coordinate(axes.left - 6), coordinate(axes.y(value) + 4), page::grouped(value, decimals));
}

UtcTime middle(const Period& step) { return step.start + step.length() / 2; }

/// At most twelve, the same distance apart.
std::string step_names(const Context& context, const page::Axes& axes) {
  const auto& trend = context.report.figures.trend;
  const std::size_t every = (trend.size() + 11) / 12;
  const bool days = context.report.figures.step == kpi::Window::day;
  std::string svg;
  for (std::size_t i = 0; i < trend.size(); i += every) {
    const auto name = step_name(context, trend[i].period);
    svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                       coordinate(axes.x(middle(trend[i].period))), coordinate(axes.height - 6),
                       days ? name.substr(5) : name);
  }
  return svg;
}

}  // namespace

std::string rulers(const Context& context, const page::Axes& axes, int decimals) {
  std::string svg;
  const double step = ruler_step(axes.high - axes.low);
  for (int i = 0; axes.low + i * step <= axes.high + step / 1000; ++i)
    svg += ruler(axes, axes.low + i * step, decimals);
  return svg + step_names(context, axes);
}

std::string bar(const page::Axes& axes, const Period& step, double low, double high, double share,
                std::string_view of) {
  const double whole = axes.x(step.end) - axes.x(step.start);
  return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", of,
                     coordinate(axes.x(step.start) + whole * (1 - share) / 2),
                     coordinate(axes.y(high)), coordinate(whole * share),
                     coordinate(axes.y(low) - axes.y(high)));
}

std::string figure(const Context& context, std::string_view title_key, const page::Axes& axes,
                   std::string_view svg, const std::vector<Key>& keys) {
  std::string legend;
  for (const auto& key : keys)
    legend += fmt::format("<span class=\"key {}\"></span>{} ", key.of, key.html);
  const auto title = context.text(title_key);
  return fmt::format(
      "<figure><figcaption>{0} <span class=\"legend\">{1}</span></figcaption>"
      "<svg viewBox=\"0 0 {2} {3}\" role=\"img\" aria-label=\"{0}\">{4}</svg></figure>\n",
      title, legend, axes.width, axes.height, svg);
}

}  // namespace pue::report
