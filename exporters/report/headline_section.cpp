#include "exporters/report/headline_section.h"

#include <fmt/format.h>

#include <set>

#include "exporters/page/html.h"
#include "exporters/page/judgement.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using page::escape;

std::string figure(const Context& context) {
  const auto& figures = context.report.figures.figures;
  auto html = fmt::format("<p class=\"figure{}\">{}</p>", figures.pue ? "" : " absent",
                          context.beside_caps(context.ratio()));
  if (context.ratio())
    html += fmt::format("<p class=\"cap\">{}</p>", context.uncertainty(figures.uncertainty));
  std::set<std::int64_t> shown;
  for (const auto& cap : context.report.figures.caps)
    if (shown.insert(cap.policy.cap.count).second)
      html += fmt::format("<p class=\"cap\">{}</p>",
                          context.text("page.cap_value", {{"cap", to_text(cap.policy.cap)}}));
  const auto why = context.insufficiency();
  return fmt::format("<div class=\"value\">{}</div>\n{}", html,
                     why.empty() ? "" : fmt::format("<p class=\"warn\">{}</p>\n", why));
}

std::string basis(const Context& context) {
  const auto& figures = context.report.figures.figures;
  auto rows = fact(context, "page.coverage", context.percent(figures.coverage())) +
              fact(context, "page.estimated_share", context.percent(figures.estimated_share));
  if (const auto grade = context.report.figures.grade)
    rows += fact(context, "page.grade", context.word("grade", name(*grade)));
  return facts(rows);
}

std::string cap_row(const Context& context, const engine::PeriodCap& cap) {
  const auto& policy = cap.policy;
  const auto since = context.text(
      "page.in_force", {{"date", kpi::to_text(policy.valid_from)},
                        {"confidence", context.messages.text("confidence." + policy.confidence)}});
  return row({number_cell(escape(to_text(policy.cap))),
              cell(fmt::format("{}<br><span class=\"note\">{}</span>", escape(policy.id), since)),
              cell(context.reasons(cap.reasons)), cell(escape(policy.source)),
              complies_cell(context, cap.complies), verdict_cell(context, cap.verdict)});
}

std::string caps(const Context& context) {
  const auto& caps = context.report.figures.caps;
  if (caps.empty())
    return fmt::format("<p class=\"warn\">{}</p>\n", context.text("page.no_policy"));
  std::string rows;
  for (const auto& cap : caps) rows += cap_row(context, cap);
  return table("judged",
               number_heads(context, {"page.cap"}) +
                   heads(context, {"page.policy", "page.derivation", "page.source",
                                   "page.complies_heading", "page.verdict"}),
               rows);
}

}  // namespace

std::string headline_section(const Context& context) {
  const auto indication =
      context.report.figures.annual
          ? std::string()
          : fmt::format("<p class=\"indication\">{}</p>\n", context.text("report.indication"));
  return section(context, "page.heading",
                 figure(context) + indication + basis(context) + caps(context) +
                     note(context, "page.annual_note"),
                 "headline");
}

}  // namespace pue::report
