#include "exporters/page/history_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "exporters/page/axes.h"
#include "exporters/page/html.h"

namespace pue::page {
namespace {

using site::SiteInterval;

std::optional<double> ratio(const SiteInterval& interval) {
  if (!interval.usable() || interval.it->count <= 0) return std::nullopt;
  return static_cast<double>(interval.facility->count) / static_cast<double>(interval.it->count);
}

Axes axes(const Context& context, const std::vector<SiteInterval>& intervals) {
  const auto end = context.view.snapshot.at;
  // The last 24 hours, and the values with the caps and some air.
  Axes axes{{end - std::chrono::hours{24}, end}, 1.0, 1.4};
  for (const auto& cap : context.view.snapshot.closed.caps)
    axes.high = std::max(axes.high, static_cast<double>(cap.policy.cap.count) / 1e6 + 0.05);
  for (const auto& interval : intervals) {
    const auto value = ratio(interval);
    // A ratio at almost no IT load must not flatten the day; the line leaves the picture instead.
    if (value && *value < 3) axes.high = std::max(axes.high, *value + 0.05);
    if (value) axes.low = std::min(axes.low, *value - 0.05);
  }
  return axes;
}

/// Consecutive valid intervals become one line; a gap begins the next.
std::string lines(const Axes& axes, const std::vector<SiteInterval>& intervals) {
  std::string svg, points;
  std::optional<UtcTime> last_end;
  const auto finish = [&] {
    if (!points.empty()) svg += fmt::format("<polyline class=\"pue\" points=\"{}\"/>", points);
    points.clear();
  };
  for (const auto& interval : intervals) {
    const auto value = ratio(interval);
    if (!value || last_end != interval.interval.start) finish();
    last_end = value ? std::optional{interval.interval.end} : std::nullopt;
    if (!value) continue;
    const auto y = coordinate(axes.y(std::min(*value, axes.high)));
    points += fmt::format("{},{} {},{} ", coordinate(axes.x(interval.interval.start)), y,
                          coordinate(axes.x(interval.interval.end)), y);
  }
  finish();
  return svg;
}

std::string gaps(const Context& context, const Axes& axes,
                 const std::vector<SiteInterval>& intervals) {
  std::string svg;
  const auto shade = [&](UtcTime from, UtcTime to) {
    svg += fmt::format(
        "<rect class=\"gap\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>",
        coordinate(axes.x(from)), coordinate(axes.top), coordinate(axes.x(to) - axes.x(from)),
        coordinate(axes.height - axes.top - axes.bottom), context.text("page.history_gap"));
  };
  auto until = std::max(axes.time.start, UtcTime{});
  for (const auto& interval : intervals) {
    if (!ratio(interval)) continue;
    if (interval.interval.start > until) shade(until, interval.interval.start);
    until = interval.interval.end;
  }
  if (context.view.snapshot.closed_until && *context.view.snapshot.closed_until > until)
    shade(until, *context.view.snapshot.closed_until);
  return svg;
}

std::string rulers(const Context& context, const Axes& axes) {
  std::string svg;
  for (double value = 1.0; value < axes.high; value += 0.1)
    svg += fmt::format(
        "<line class=\"ruler\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>"
        "<text x=\"{3}\" y=\"{4}\" text-anchor=\"end\">{5}</text>",
        coordinate(axes.left), coordinate(axes.width - axes.right), coordinate(axes.y(value)),
        coordinate(axes.left - 4), coordinate(axes.y(value) + 4), fixed(value, 1));
  for (const auto& cap : context.view.snapshot.closed.caps)
    svg += fmt::format(
        "<line class=\"cap\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"><title>{3}</title></line>",
        coordinate(axes.left), coordinate(axes.width - axes.right),
        coordinate(axes.y(static_cast<double>(cap.policy.cap.count) / 1e6)),
        context.text("page.cap_value", {{"cap", to_text(cap.policy.cap)}}));
  for (int hours = 0; hours <= 24; hours += 6) {
    const auto t = axes.time.start + std::chrono::hours{hours};
    svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>",
                       coordinate(axes.x(t)), coordinate(axes.height - 6),
                       hours == 0    ? "start"
                       : hours == 24 ? "end"
                                     : "middle",
                       context.local_time(t).substr(11));
  }
  return svg;
}

std::string drawing(const Context& context, const std::vector<SiteInterval>& intervals) {
  const auto scale = axes(context, intervals);
  return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}{}{}</svg>",
                     scale.width, scale.height, context.text("page.history"),
                     gaps(context, scale, intervals), rulers(context, scale),
                     lines(scale, intervals));
}

std::string content(const Context& context, const RecentHistory& history) {
  const auto note = [](const std::string& text) {
    return fmt::format("<p class=\"warn\">{}</p>", text);
  };
  if (!history) return note(context.text("page.history_none"));
  if (history->has_error())
    return note(context.text("page.history_failed", {{"error", history->error().message}}));
  if ((*history)->empty()) return note(context.text("page.history_empty"));
  return drawing(context, **history) +
         fmt::format("<p class=\"note\">{}</p>", context.text("page.history_note"));
}

}  // namespace

std::string history_section(const Context& context, const RecentHistory& history) {
  return fmt::format("<section><h2>{}</h2>{}</section>", context.text("page.history"),
                     content(context, history));
}

}  // namespace pue::page
