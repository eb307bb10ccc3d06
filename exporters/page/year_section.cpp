#include "exporters/page/year_section.h"

#include <fmt/format.h>

#include "exporters/page/explain_link.h"
#include "exporters/page/html.h"
#include "exporters/page/judgement.h"

namespace pue::page {
namespace {

using engine::CapFigure;
constexpr auto annual = kpi::Window::twelve_months;

const kpi::WindowFigures& year_of(const Context& context) {
  return context.view.snapshot.closed.windows[kpi::position(annual)];
}

std::string value(const Context& context) {
  const auto& year = year_of(context);
  const auto ratio = year.pue ? year.pue : year.pue_ungated;
  if (!ratio) return fmt::format("<p class=\"warn\">{}</p>", context.text("page.annual_absent"));
  std::vector<double> caps;
  for (const auto& cap : context.view.snapshot.closed.caps)
    caps.push_back(static_cast<double>(cap.policy.cap.count) / 1e6);
  const auto digits = decimals_beside(*ratio, caps);
  auto html =
      fmt::format("<p class=\"figure{}\">{}</p><p class=\"cap\">{}</p>", year.pue ? "" : " absent",
                  explain_link(context, "pue", annual, fixed(*ratio, digits)),
                  context.uncertainty(year.uncertainty));
  if (year.insufficient == kpi::Insufficient::none) return html;
  const auto reason =
      context.messages.text(fmt::format("insufficient.{}", name(year.insufficient)));
  return html + fmt::format("<p class=\"warn\">{}</p>",
                            context.text("page.insufficient_reason", {{"reason", reason}}));
}

std::string cap_row(const Context& context, const CapFigure& cap) {
  constexpr auto at = kpi::position(annual);
  return fmt::format("<tr><td>{}</td><td>{}</td>{}{}</tr>", escape(to_text(cap.policy.cap)),
                     escape(cap.policy.id), complies_cell(context, cap.complies[at]),
                     verdict_cell(context, cap.verdicts[at]));
}

std::string budget_left(const Context& context, const kpi::Budget& budget) {
  const auto energy = context.messages.text(
      "page.kilowatt_hours", {{"value", grouped(budget.remaining_joules / 3.6e6, 0)}});
  if (!budget.remaining_ratio) return escape(energy);
  const auto share =
      context.messages.text("page.percent", {{"value", fixed(*budget.remaining_ratio * 100, 1)}});
  return context.text("page.budget_value", {{"energy", energy}, {"share", share}});
}

std::string burn_rates(const CapFigure& cap) {
  std::string html;
  for (std::size_t i = 0; i < cap.burn.size(); ++i)
    if (cap.burn[i])
      html += fmt::format("{}{}: ×{}", html.empty() ? "" : " · ", engine::burn_windows()[i].name,
                          fixed(*cap.burn[i], 2));
  return html;
}

std::string budget_row(const Context& context, const CapFigure& cap) {
  const auto head =
      fmt::format("<td>{}</td><td>{}</td>", escape(to_text(cap.policy.cap)), escape(cap.policy.id));
  if (!cap.target || !cap.budget)
    return fmt::format("<tr>{}<td class=\"absent\" colspan=\"5\">{}</td></tr>", head,
                       context.text("page.budget_absent"));
  const auto linked = [&](const std::string& html) {
    return explain_link(context, "budget:" + cap.policy.id, kpi::Window::year_to_date, html);
  };
  const auto landing = fixed(cap.budget->landing, 3);
  const auto target = fixed(cap.target->annual, 3);
  return fmt::format(
      "<tr>{}<td>{}</td><td class=\"{}\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td>{}</td></tr>",
      head, cap.target->assumed ? context.text("page.target_assumed", {{"value", target}}) : target,
      cap.budget->remaining_joules < 0 ? "warn" : "number",
      linked(budget_left(context, *cap.budget)),
      linked(cap.target->season == kpi::Season::unknown
                 ? context.text("page.unseasonal", {{"value", landing}})
                 : landing),
      cap.budget->required ? linked(fixed(*cap.budget->required, 3)) : context.text("page.absent"),
      burn_rates(cap));
}

std::string headings(const Context& context, std::initializer_list<const char*> keys) {
  std::string html;
  for (const auto* key : keys) html += fmt::format("<th>{}</th>", context.text(key));
  return html;
}

}  // namespace

std::string year_section(const Context& context) {
  const auto& caps = context.view.snapshot.closed.caps;
  std::string rows;
  for (const auto& cap : caps) rows += cap_row(context, cap);
  const auto table = caps.empty()
                         ? fmt::format("<p class=\"warn\">{}</p>", context.text("page.no_policy"))
                         : fmt::format("<table><tr>{}</tr>{}</table>",
                                       headings(context, {"page.cap", "page.policy",
                                                          "page.complies_heading", "page.verdict"}),
                                       rows);
  return fmt::format(
      "<section><h2>{}</h2><div class=\"value\">{}</div>{}<p class=\"note\">{}</p></section>",
      context.text("page.annual"), value(context), table, context.text("page.annual_note"));
}

std::string budget_section(const Context& context) {
  std::string rows;
  for (const auto& cap : context.view.snapshot.closed.caps) rows += budget_row(context, cap);
  if (rows.empty()) return {};
  return fmt::format(
      "<section><h2>{}</h2><table class=\"wide\"><tr>{}</tr>{}</table><p "
      "class=\"note\">{}</p></section>",
      context.text("page.budget"),
      headings(context, {"page.cap", "page.policy", "page.target", "page.budget_left",
                         "page.landing", "page.required", "page.burn"}),
      rows, context.text("page.budget_note"));
}

}  // namespace pue::page
