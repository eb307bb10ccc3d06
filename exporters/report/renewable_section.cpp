#include "exporters/report/renewable_section.h"

#include <fmt/format.h>

#include "exporters/page/html.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using page::escape;

std::string utilisation(const Context& context) {
  const auto& used = context.report.figures.figures.utilisation;
  return facts(fact(context, "page.utilisation",
                    context.percent(used ? std::optional(used->ratio()) : std::nullopt)));
}

std::string shares(const Context& context) {
  std::string rows;
  const auto& by_method = context.report.figures.figures.renewable_ungated;
  for (std::size_t m = 0; m < by_method.size(); ++m)
    if (const auto& share = by_method[m])
      rows += row({cell(fmt::format("{} ({})", context.text("page.renewable_share"),
                                    context.word("method", name(kpi::ShareMethod(m))))),
                   number_cell(context.in_percent(share->low.ratio())),
                   number_cell(context.in_percent(share->high.ratio()))});
  return table_or_none(
      context, "",
      heads(context, {"page.method"}) + number_heads(context, {"report.low", "report.high"}), rows);
}

/// Dates as they were entered: first and last day of generation.
std::string certificate_row(const Context& context, const kpi::Certificate& entry) {
  const std::chrono::year_month_day last = std::chrono::sys_days{entry.end} - std::chrono::days{1};
  return row(
      {cell(context.word("certificate", name(entry.kind))), cell(escape(entry.number)),
       cell(kpi::to_text(entry.start)), cell(kpi::to_text(last)),
       number_cell(page::grouped(static_cast<double>(entry.kwh), 0)),
       cell(entry.retired_on ? kpi::to_text(*entry.retired_on) : context.text("page.absent")),
       cell(escape(entry.source))});
}

std::string certificates(const Context& context) {
  const auto& figure = context.report.figures.certificates;
  if (!figure) return note(context, "report.no_certificates");
  std::string rows;
  for (const auto& entry : *figure->counted) rows += certificate_row(context, entry);
  const auto energy =
      context.messages.text("page.kilowatt_hours", {{"value", context.kwh(figure->retired)}});
  auto html = fmt::format(
      "<p>{}</p>\n",
      context.text("page.certificates", {{"energy", energy},
                                         {"entries", std::to_string(figure->counted->size())},
                                         {"day", kpi::to_text(figure->as_of)}}));
  if (rows.empty()) return html;
  return html + table("small",
                      heads(context, {"certificate.kind", "certificate.number",
                                      "certificate.first_day", "certificate.last_day"}) +
                          number_heads(context, {"certificate.kwh"}) +
                          heads(context, {"certificate.retired_on", "certificate.source"}),
                      rows);
}

std::string target_row(const Context& context, const engine::TargetFigure& figure) {
  const auto& target = figure.target;
  const auto& share = figure.share;
  const auto since = context.text(
      "page.in_force", {{"date", kpi::to_text(target.valid_from)},
                        {"confidence", context.messages.text("confidence." + target.confidence)}});
  return row(
      {cell(fmt::format("{} {}<br><span class=\"note\">{} · {}</span>",
                        target.exceeded ? "&gt;" : "≥",
                        context.percent(static_cast<double>(target.share.count) / 1e6),
                        escape(target.id), since)),
       cell(context.word("method", name(target.method))), cell(context.reasons(figure.reasons)),
       cell(escape(target.source)),
       number_cell(share ? context.in_percent(share->low.ratio()) : context.text("page.absent")),
       number_cell(share ? context.in_percent(share->high.ratio()) : context.text("page.absent")),
       cell(figure.answer ? context.word("target", name(*figure.answer))
                          : context.text("page.undecided"))});
}

std::string targets(const Context& context) {
  std::string rows;
  for (const auto& figure : context.report.figures.targets) rows += target_row(context, figure);
  if (rows.empty()) return note(context, "report.no_target");
  auto html = fmt::format("<h3>{}</h3>\n", context.text("report.targets"));
  if (!context.report.figures.annual) html += note(context, "report.indication");
  return html +
         table("small",
               heads(context, {"report.target", "page.method", "page.derivation", "page.source"}) +
                   number_heads(context, {"report.low", "report.high"}) +
                   heads(context, {"report.answer"}),
               rows);
}

}  // namespace

std::string renewable_section(const Context& context) {
  const auto why = context.insufficiency();
  const auto warning = why.empty() ? std::string() : fmt::format("<p class=\"warn\">{}</p>\n", why);
  return section(context, "page.renewables",
                 warning + shares(context) + note(context, "page.renewables_note") +
                     utilisation(context) + certificates(context) + targets(context));
}

}  // namespace pue::report
