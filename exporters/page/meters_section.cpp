#include "exporters/page/meters_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "exporters/page/html.h"

namespace pue::page {
namespace {

using engine::MeterState;

std::string age(const Context& context, const MeterState& meter) {
  if (!meter.last_success) return context.text("page.age_never");
  const auto seconds = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(
                                                     context.view.snapshot.at - *meter.last_success)
                                                     .count());
  if (seconds < 120)
    return context.text("page.age_seconds", {{"seconds", std::to_string(seconds)}});
  if (seconds < 7200)
    return context.text("page.age_minutes", {{"minutes", std::to_string(seconds / 60)}});
  return context.text("page.age_hours", {{"hours", std::to_string(seconds / 3600)}});
}

std::string reason(const Context& context, std::size_t index) {
  const auto& meters = context.view.telemetry.meters;
  if (index >= meters.size() || meters[index].last_failure.empty()) return {};
  const auto& failure = meters[index].last_failure;
  constexpr std::string_view exception = "exception_";
  if (failure.starts_with(exception))
    return context.text("reason.exception", {{"code", failure.substr(exception.size())}});
  if (context.messages.has("reason." + failure)) return context.text("reason." + failure);
  return context.text("reason.other", {{"reason", failure}});
}

/// A water meter counts no energy.
std::string counted(const Context& context, const MeterState& meter) {
  if (!meter.volume) return context.kilowatt_hours(meter.energy_imported);
  return context.text("page.cubic_metres", {{"value", fixed(cubic_metres(*meter.volume), 3)}});
}

std::string row(const Context& context, std::size_t index) {
  const auto& meter = context.view.snapshot.meters[index];
  const auto profile =
      meter.profile.empty() ? context.text("page.own_points") : escape(meter.profile);
  return fmt::format(
      "<tr><td>{}</td><td>{}</td><td class=\"{}\">{}</td><td class=\"number\">{}</td><td>{}</td>"
      "<td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td><td>{} · {}</td>"
      "<td>{}</td></tr>",
      escape(meter.name), context.text(fmt::format("role.{}", name(meter.role))),
      meter.up ? "good" : "warn", context.text(meter.up ? "page.state_up" : "page.state_down"),
      age(context, meter), meter.up ? std::string{} : reason(context, index),
      context.kilowatts(meter.power), counted(context, meter),
      context.text(fmt::format("quality.{}", name(meter.last_interval))), escape(meter.link),
      meter.unit, profile);
}

std::string headings(const Context& context) {
  std::string html;
  for (const auto key :
       {"page.meter", "page.role", "page.state", "page.age", "page.reason", "page.power",
        "page.energy_import", "page.last_interval", "page.link", "page.profile"})
    html += fmt::format("<th>{}</th>", context.text(key));
  return html;
}

}  // namespace

std::string meters_section(const Context& context) {
  const auto& meters = context.view.snapshot.meters;
  std::string rows;
  for (std::size_t i = 0; i < meters.size(); ++i) rows += row(context, i);
  const auto up = std::count_if(meters.begin(), meters.end(), [](const auto& m) { return m.up; });
  return fmt::format(
      "<section><h2>{}</h2><p>{}</p><table class=\"wide\"><tr>{}</tr>{}</table></section>",
      context.text("page.meters"),
      context.text("page.meters_summary",
                   {{"up", std::to_string(up)}, {"all", std::to_string(meters.size())}}),
      headings(context), rows);
}

}  // namespace pue::page
