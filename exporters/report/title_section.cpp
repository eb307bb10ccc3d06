#include "exporters/report/title_section.h"

#include <fmt/format.h>

#include "exporters/page/html.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using page::escape;

std::string period_text(const Context& context) {
  const auto& report = context.report;
  return fmt::format("{} ({}, {})", escape(report.period_name), context.from_to(report.period),
                     escape(report.zone_name));
}

std::string later_versions(const Context& context) {
  const auto& times = context.report.corrected_after;
  if (times.empty()) return {};
  return note(context, "report.corrected_after",
              {{"count", std::to_string(times.size())},
               {"first", context.local_time(times.front())},
               {"last", context.local_time(times.back())}});
}

std::string with_unit(const Context& context, std::string_view unit_key, const std::string& value) {
  return context.text(unit_key, {{"value", value}});
}

std::string ratio_line(const Context& context) {
  auto html = fmt::format("<b>{}</b>", context.beside_caps(context.ratio()));
  if (context.ratio())
    html += " " + context.uncertainty(context.report.figures.figures.uncertainty);
  for (const auto& cap : context.report.figures.caps)
    html +=
        fmt::format(" · {}", context.text("page.cap_value", {{"cap", to_text(cap.policy.cap)}}));
  if (!context.report.figures.annual) html += " · " + context.text("page.indication");
  if (const auto why = context.insufficiency(); !why.empty())
    html += fmt::format(" <span class=\"warn\">{}</span>", why);
  return html;
}

std::string coal_line(const Context& context) {
  const auto value = [&](std::string_view key, const std::optional<kpi::YearlyMass>& mass) {
    return fmt::format("{} {}", context.text(key),
                       mass ? with_unit(context, "page.tce", page::grouped(tonnes(mass->sum), 1))
                            : context.text("page.absent"));
  };
  const auto& coal = context.report.figures.coal;
  return fmt::format("{} · {}", value("standard_coal.calorific", coal.calorific),
                     value("standard_coal.equivalent", coal.equivalent));
}

std::string share_line(const Context& context) {
  std::string html;
  const auto& shares = context.report.figures.figures.renewable_ungated;
  for (std::size_t m = 0; m < shares.size(); ++m)
    if (const auto& share = shares[m])
      html +=
          fmt::format("{}{}: {}–{}", html.empty() ? "" : "<br>",
                      context.word("method", name(static_cast<kpi::ShareMethod>(m))),
                      context.in_percent(share->low.ratio()), context.percent(share->high.ratio()));
  return html.empty() ? context.text("page.absent") : html;
}

std::string certificate_line(const Context& context) {
  const auto& figure = context.report.figures.certificates;
  if (!figure) return context.text("report.no_certificates");
  return context.text("page.certificates",
                      {{"energy", context.messages.text("page.kilowatt_hours",
                                                        {{"value", context.kwh(figure->retired)}})},
                       {"entries", std::to_string(figure->counted->size())},
                       {"day", kpi::to_text(figure->as_of)}});
}

std::string meter_line(const Context& context) {
  std::size_t valid = 0;
  for (const auto& meter : context.report.meters) {
    const auto& calibration = meter.place.calibration;
    if (calibration && calibration->valid_until &&
        *calibration->valid_until >= last_day(context.report))
      ++valid;
  }
  return context.text("report.meter_count", {{"all", std::to_string(context.report.meters.size())},
                                             {"valid", std::to_string(valid)}});
}

std::string boundary_line(const Context& context) {
  const auto& report = context.report;
  return fmt::format("{}; {}; {}", escape(report.equation),
                     context.text("page.category", {{"category", std::to_string(report.category)}}),
                     context.word("it_level", name(report.site.it_level)));
}

}  // namespace

std::string title_section(const Context& context) {
  const auto& report = context.report;
  const auto rows =
      fact(context, "report.site", escape(report.site.name)) +
      fact(context, "page.period", period_text(context)) +
      fact(context, "report.category",
           context.text("page.category", {{"category", std::to_string(report.category)}})) +
      fact(context, "report.method_version", std::to_string(kpi::method_version)) +
      fact(context, "report.as_of", context.local_time(report.as_of)) +
      fact(context, "report.made_by", context.text("page.version", {{"version", report.version}}));
  return fmt::format("<header><h1>{}</h1>\n{}{}</header>\n", context.text("report.heading"),
                     facts(rows), later_versions(context));
}

std::string inspection_section(const Context& context) {
  const auto& report = context.report;
  const auto& figures = report.figures.figures;
  const auto rows =
      fact(context, "report.site", escape(report.site.name)) +
      fact(context, "page.period", period_text(context)) +
      fact(context, "page.heading", ratio_line(context)) +
      fact(context, "page.facility_energy", context.kilowatt_hours(figures.facility)) +
      fact(context, "page.it_energy", context.kilowatt_hours(figures.it)) +
      fact(context, "report.coal", coal_line(context)) +
      fact(context, "page.renewable_share", share_line(context)) +
      fact(context, "report.certificates", certificate_line(context)) +
      fact(context, "page.meters", meter_line(context)) +
      fact(context, "page.coverage", context.percent(figures.coverage())) +
      fact(context, "page.boundary", boundary_line(context));
  return section(context, "report.inspection", facts(rows), "inspection");
}

}  // namespace pue::report
