#include "exporters/page/green_section.h"

#include <fmt/format.h>

#include "exporters/page/explain_link.h"
#include "exporters/page/html.h"

namespace pue::page {
namespace {

std::string share_row(const Context& context, kpi::Window window, kpi::ShareMethod method,
                      const kpi::ShareRange& share, kpi::Insufficient insufficient) {
  const auto figure = fmt::format("renewable_share:{}", name(method));
  const auto value = [&](const kpi::Share& bound) {
    return explain_link(context, figure, window, context.percent(bound.ratio()));
  };
  return fmt::format(
      "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"absent\">{}</td></tr>",
      context.text(fmt::format("method.{}", name(method))),
      context.text(fmt::format("window.{}", kpi::name(window))), value(share.low),
      value(share.high),
      insufficient == kpi::Insufficient::none ? "" : context.text("page.insufficient"));
}

std::string share_rows(const Context& context) {
  std::string rows;
  for (const auto window : kpi::windows) {
    const auto& figures = context.view.snapshot.closed.windows[kpi::position(window)];
    for (std::size_t m = 0; m < figures.renewable_ungated.size(); ++m)
      if (const auto& share = figures.renewable_ungated[m])
        rows += share_row(context, window, static_cast<kpi::ShareMethod>(m), *share,
                          figures.insufficient);
  }
  return rows;
}

std::string target_row(const Context& context, const engine::TargetFigure& figure) {
  const auto& row = figure.target;
  const auto answer = figure.answer ? context.text(fmt::format("target.{}", name(*figure.answer)))
                                    : context.text("page.undecided");
  const auto confidence = context.messages.text("confidence." + row.confidence);
  const auto since = context.text(
      "page.in_force", {{"date", kpi::to_text(row.valid_from)}, {"confidence", confidence}});
  return fmt::format(
      "<tr><td>{} {}<br><span class=\"note\">{}</span></td><td>{}</td><td>{}<br>"
      "<span class=\"note\">{}</span></td><td>{}</td><td>{}</td></tr>",
      row.exceeded ? "&gt;" : "≥", context.percent(static_cast<double>(row.share.count) / 1e6),
      since, context.text(fmt::format("method.{}", name(row.method))),
      context.reasons(figure.reasons), escape(row.id), escape(row.source), answer);
}

std::string targets(const Context& context) {
  const auto& figures = context.view.snapshot.closed.targets;
  if (figures.empty()) return {};
  std::string head, rows;
  for (const auto* key :
       {"page.target", "page.method", "page.derivation", "page.source", "window.12mo"})
    head += fmt::format("<th>{}</th>", context.text(key));
  for (const auto& figure : figures) rows += target_row(context, figure);
  return fmt::format("<table class=\"wide\"><tr>{}</tr>{}</table>", head, rows);
}

/// WUE and ERF of every window that has them.
std::string side_rows(const Context& context) {
  std::string html;
  const auto add = [&](std::string_view key, kpi::Window window, const std::string& value) {
    const auto label = context.messages.text(fmt::format("window.{}", kpi::name(window)));
    html += fmt::format("<tr><td>{}</td><td class=\"number\">{}</td></tr>",
                        context.text(key, {{"window", label}}), value);
  };
  for (const auto window : kpi::windows) {
    const auto& figures = context.view.snapshot.closed.windows[kpi::position(window)];
    if (const auto& usage = figures.water_usage) {
      const auto value = fixed(usage->cubic_metres_per_megawatt_hour(), 3);
      const auto text = context.text("page.m3_per_mwh", {{"value", value}});
      add("page.wue", window, explain_link(context, "wue", window, text));
    }
    if (const auto& reuse = figures.energy_reuse)
      add("page.erf", window, explain_link(context, "erf", window, fixed(reuse->ratio(), 3)));
  }
  return html;
}

std::string utilisations(const Context& context) {
  std::string html;
  for (const auto window : kpi::windows) {
    const auto& figures = context.view.snapshot.closed.windows[kpi::position(window)];
    if (figures.utilisation)
      html += fmt::format("<p>{}, {}: {}</p>", context.text("page.utilisation"),
                          context.text(fmt::format("window.{}", kpi::name(window))),
                          context.percent(figures.utilisation->ratio()));
  }
  return html;
}

/// REF stands in the table above, as the share by certificates.
std::string certificates(const Context& context) {
  const auto& figure = context.view.snapshot.closed.certificates;
  if (!figure) return {};
  const auto energy = context.messages.text(
      "page.kilowatt_hours", {{"value", fixed(watt_hours(figure->retired) / 1000, 0)}});
  return fmt::format(
      "<p>{}</p>",
      context.text("page.certificates", {{"energy", energy},
                                         {"entries", std::to_string(figure->counted->size())},
                                         {"day", kpi::to_text(figure->as_of)}}));
}

std::string row(const Context& context, std::string_view key, const std::string& html) {
  return fmt::format("<tr><td>{}</td><td class=\"number\">{}</td></tr>", context.text(key), html);
}

std::string annual_link(const Context& context, std::string_view figure, const std::string& html) {
  return explain_link(context, figure, kpi::Window::twelve_months, html);
}

std::string tonnes_row(const Context& context, std::string_view key, std::string_view figure,
                       kpi::Milligrams mass) {
  const auto text = context.text("page.tonnes", {{"value", fixed(tonnes(mass), 1)}});
  return row(context, key, annual_link(context, figure, text));
}

std::string coal_row(const Context& context, std::string_view key, std::string_view figure,
                     const std::optional<kpi::YearlyMass>& mass) {
  if (!mass) return {};
  const auto text = context.text("page.tce", {{"value", fixed(tonnes(mass->sum), 1)}});
  return row(context, key, annual_link(context, figure, text));
}

std::string key_user_row(const Context& context, const std::optional<kpi::YearlyMass>& rolling) {
  if (!rolling) return {};
  const auto threshold = fixed(tonnes(kpi::key_user_threshold), 0);
  return row(context, "page.key_user",
             context.text(kpi::is_key_user(rolling->sum) ? "page.is_key_user" : "page.no_key_user",
                          {{"threshold", threshold}}));
}

}  // namespace

std::string renewable_section(const Context& context) {
  const auto rows = share_rows(context);
  const auto below = targets(context) + certificates(context) + utilisations(context);
  if (rows.empty() && below.empty()) return {};
  return fmt::format(
      "<section><h2>{}</h2><table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th></th></tr>{}"
      "</table>{}<p class=\"note\">{}</p></section>",
      context.text("page.renewables"), context.text("page.method"), context.text("page.window"),
      context.text("page.low"), context.text("page.high"), rows, below,
      context.text("page.renewables_note"));
}

std::string grade_section(const Context& context) {
  const auto& closed = context.view.snapshot.closed;
  std::string rows;
  if (closed.grade)
    rows += row(
        context, "page.grade",
        annual_link(context, "grade", context.text(fmt::format("grade.{}", name(*closed.grade)))));
  if (closed.location_based)
    rows += tonnes_row(context, "page.co2", "carbon:location", closed.location_based->co2);
  if (closed.market_based)
    rows += tonnes_row(context, "page.co2_market", "carbon:market", closed.market_based->co2);
  if (const auto cue = closed.carbon_usage_effectiveness)
    rows += row(
        context, "page.cue",
        annual_link(context, "cue", context.text("page.kg_per_kwh", {{"value", fixed(*cue, 3)}})));
  rows +=
      coal_row(context, "page.coal_calorific", "standard_coal:calorific", closed.coal.calorific);
  rows +=
      coal_row(context, "page.coal_equivalent", "standard_coal:equivalent", closed.coal.equivalent);
  rows += key_user_row(context, closed.coal.calorific);
  rows += side_rows(context);
  const auto body =
      rows.empty() ? fmt::format("<p class=\"absent\">{}</p>", context.text("page.green_absent"))
                   : fmt::format("<table>{}</table>", rows);
  return fmt::format("<section><h2>{}</h2>{}</section>", context.text("page.green"), body);
}

}  // namespace pue::page
