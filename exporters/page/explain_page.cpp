#include "exporters/page/explain_page.h"

#include <fmt/format.h>

#include <array>

#include "energy/volume_register.h"
#include "exporters/page/derived_terms.h"
#include "exporters/page/html.h"

namespace pue::page {
namespace {

using engine::Explanation;

/// The part of a figure in words: "Cooling", "Grid", "matched per hour".
std::string part_text(const Context& context, const api::FigureName& figure) {
  switch (figure.kind) {
    case api::FigureKind::overhead_energy:
      return context.messages.text("subsystem." + figure.part_name);
    case api::FigureKind::source_energy:
      return context.messages.text("role." + figure.part_name);
    case api::FigureKind::renewable_share:
      return context.messages.text("method." + figure.part_name);
    case api::FigureKind::carbon:
    case api::FigureKind::standard_coal:
      return context.messages.text(fmt::format("{}.{}", api::name(figure.kind), figure.part_name));
    case api::FigureKind::budget:
      return figure.part_name;
    case api::FigureKind::pue:
    case api::FigureKind::facility_energy:
    case api::FigureKind::it_energy:
    case api::FigureKind::coverage:
    case api::FigureKind::water_usage:
    case api::FigureKind::energy_reuse:
    case api::FigureKind::carbon_usage:
    case api::FigureKind::grade:
      return {};
  }
  return {};
}

std::string figure_text(const Context& context, const api::FigureName& figure) {
  return context.messages.text(fmt::format("explain.figure.{}", api::name(figure.kind)),
                               {{"part", part_text(context, figure)}});
}

std::string formula_text(const Context& context, const api::FigureName& figure) {
  auto key = fmt::format("explain.formula.{}", api::name(figure.kind));
  if (figure.kind == api::FigureKind::renewable_share || figure.kind == api::FigureKind::carbon)
    key += "." + figure.part_name;
  return context.text(key, {{"equation", context.view.snapshot.equation}});
}

std::string value_text(const Context& context, const api::Question& question,
                       const kpi::WindowFigures& figures) {
  const auto value = api::value_of(figures, question.figure);
  std::string html;
  if (value.energy || !value.ratio)
    html = context.kilowatt_hours(value.energy);
  else if (question.figure.kind == api::FigureKind::pue)
    html = fixed(*value.ratio, 4);
  else if (question.figure.kind == api::FigureKind::water_usage)
    html = context.text("page.m3_per_mwh", {{"value", fixed(*value.ratio, 3)}});
  else if (question.figure.kind == api::FigureKind::energy_reuse)
    html = fixed(*value.ratio, 3);
  else
    html = context.percent(value.ratio);
  if (value.high && value.high != value.ratio) html += " – " + context.percent(value.high);
  if (question.figure.kind == api::FigureKind::pue && value.ratio)
    html += " " + context.uncertainty(figures.uncertainty);
  if (figures.insufficient == kpi::Insufficient::none) return html;
  const auto reason =
      context.messages.text(fmt::format("insufficient.{}", name(figures.insufficient)));
  return fmt::format("{} ({})", html,
                     context.text("page.insufficient_reason", {{"reason", reason}}));
}

std::string number(std::optional<double> value, int decimals) {
  return value ? fixed(*value, decimals) : std::string{};
}

std::string input_row(const Context& context, const Explanation::Input& input,
                      const api::FigureName& figure) {
  const auto& meter = context.view.snapshot.meters.at(input.meter.index);
  const auto coefficient = api::coefficient(input, figure);
  const auto [numerator, denominator] = api::ratio_coefficients(input, figure);
  std::string cells = coefficient
                          ? fmt::format("<td class=\"number\">{}</td>", *coefficient)
                          : fmt::format("<td class=\"number\">{}</td><td class=\"number\">{}</td>",
                                        numerator, denominator);
  for (const auto sum : {input.sum.net, input.sum.integrated, input.sum.estimated})
    cells +=
        fmt::format("<td class=\"number\">{}</td>",
                    meter.role == site::Role::water ? context.cubic_metres(energy::volume_of(sum))
                                                    : context.kilowatt_hours(sum));
  cells += fmt::format("<td>{}</td>",
                       context.text(fmt::format("quality.{}", energy::name(input.sum.worst))));
  const auto& u = input.uncertainty;
  for (const auto part :
       {u ? std::optional(u->chain) : std::nullopt, u ? std::optional(u->resolution) : std::nullopt,
        u ? std::optional(u->estimate) : std::nullopt})
    cells += fmt::format("<td class=\"number\">{}</td>", number(part, 6));
  return fmt::format("<tr><td>{}</td><td>{}</td>{}</tr>", escape(meter.name),
                     context.text(fmt::format("role.{}", site::name(meter.role))), cells);
}

/// The headings of the two coefficients of a ratio.
std::array<std::string_view, 2> ratio_headings(const api::FigureName& figure) {
  if (figure.kind == api::FigureKind::water_usage) return {"explain.in_water", "explain.in_it"};
  if (figure.kind == api::FigureKind::energy_reuse)
    return {"explain.in_reused_heat", "explain.in_facility"};
  return {"explain.in_facility", "explain.in_it"};
}

std::string headings(const Context& context, const api::FigureName& figure, bool one_coefficient) {
  std::string html;
  const auto add = [&](std::string_view key) {
    html += fmt::format("<th>{}</th>", context.text(key));
  };
  add("page.meter");
  add("page.role");
  if (one_coefficient) {
    add("explain.coefficient");
  } else {
    for (const auto key : ratio_headings(figure)) add(key);
  }
  for (const auto* key : {"explain.net", "explain.integrated", "explain.estimated", "explain.worst",
                          "explain.u_chain", "explain.u_resolution", "explain.u_estimate"})
    add(key);
  return html;
}

std::string inputs(const Context& context, const api::Question& question) {
  const auto& closed = context.view.snapshot.closed;
  const auto& explained = closed.explained[kpi::position(question.window)];
  const auto of = api::inputs_of(closed, question);
  if (!explained || of.empty())
    return fmt::format("<p class=\"warn\">{}</p>", context.text("explain.no_inputs"));
  std::string rows;
  for (const auto& input : of) rows += input_row(context, input, question.figure);
  return fmt::format(
      "<table><tr>{}</tr>{}</table><p class=\"note\">{}</p>",
      headings(context, question.figure, api::coefficient(of.front(), question.figure).has_value()),
      rows, context.text("explain.u_note", {{"runs", std::to_string(explained->runs)}}));
}

std::string certificate_row(const kpi::Certificate& certificate) {
  const auto day = [](std::chrono::year_month_day date) { return kpi::to_text(date); };
  const auto last = std::chrono::sys_days{certificate.end} - std::chrono::days{1};
  return fmt::format(
      "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td><td>{}</td>"
      "<td>{}</td></tr>",
      name(certificate.kind), escape(certificate.number), day(certificate.start), day(last),
      certificate.kwh, certificate.retired_on ? day(*certificate.retired_on) : std::string{},
      escape(certificate.source));
}

/// The section of a share by certificates: which ones it counts.
std::string certificates(const Context& context, const api::Question& question) {
  const auto* counted = api::counted_certificates(context.view.snapshot.closed, question);
  if (counted == nullptr) return {};
  std::string head, rows;
  for (const auto* key :
       {"certificate.kind", "certificate.number", "certificate.first_day", "certificate.last_day",
        "certificate.kwh", "certificate.retired_on", "certificate.source"})
    head += fmt::format("<th>{}</th>", context.text(key));
  for (const auto& certificate : *counted) rows += certificate_row(certificate);
  return fmt::format("<section><h2>{}</h2><table class=\"wide\"><tr>{}</tr>{}</table></section>",
                     context.text("certificate.counted"), head, rows);
}

/// What a derived figure is, and the numbers that it follows from.
std::string derived_sections(const Context& context, const api::FigureName& figure) {
  const auto derived = api::derived(context.view.snapshot.closed, figure);
  const auto absent = fmt::format("<span class=\"absent\">{}</span>", context.text("page.absent"));
  const auto window = kpi::name(api::window_of(figure.kind));
  return fmt::format(
      "<section><table><tr><th>{}</th><td>{}</td></tr><tr><th>{}</th><td>{}</td></tr>"
      "<tr><th>{}</th><td>{}</td></tr></table></section><section class=\"wide\"><h2>{}</h2>{}"
      "</section>",
      context.text("page.value"), derived ? term_value(context, derived->value) : absent,
      context.text("page.window"), context.text(fmt::format("window.{}", window)),
      context.text("explain.formula"), formula_text(context, figure), context.text("explain.terms"),
      derived ? derived_terms(context, *derived) : absent);
}

std::string facts(const Context& context, const api::Question& question) {
  const auto& figures = context.view.snapshot.closed.windows[kpi::position(question.window)];
  std::string rows;
  const auto row = [&](std::string_view key, const std::string& html) {
    rows += fmt::format("<tr><th>{}</th><td>{}</td></tr>", context.text(key), html);
  };
  row("page.value", value_text(context, question, figures));
  row("page.window", context.text(fmt::format("window.{}", kpi::name(question.window))));
  if (figures.elapsed > Duration{0}) {
    row("page.period",
        context.text("page.period_value", {{"start", context.local_time(figures.period.start)},
                                           {"end", context.local_time(figures.period.end)}}));
    row("page.coverage", context.percent(figures.coverage()));
    row("page.estimated_share", context.percent(figures.estimated_share));
  }
  row("explain.formula", formula_text(context, question.figure));
  return fmt::format("<table>{}</table>", rows);
}

std::string sections(const Context& context, const api::Question& question) {
  if (api::is_derived(question.figure.kind)) return derived_sections(context, question.figure);
  return fmt::format("<section>{}</section><section class=\"wide\"><h2>{}</h2>{}</section>{}",
                     facts(context, question), context.text("explain.inputs"),
                     inputs(context, question), certificates(context, question));
}

}  // namespace

std::string explain(const Context& context, const api::Question& question) {
  const auto title = context.text(
      "explain.title",
      {{"site", context.view.snapshot.site}, {"figure", figure_text(context, question.figure)}});
  return fmt::format(
      "<!doctype html><html lang=\"{0}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{1}</title>"
      "<link rel=\"stylesheet\" href=\"/style.css\"></head><body><header><h1>{1}</h1>"
      "<p><a href=\"/?lang={0}\">{2}</a></p></header><main>{3}</main><footer><p>{4}</p></footer>"
      "</body></html>\n",
      config::name(context.language), title, context.text("explain.back"),
      sections(context, question),
      context.text("explain.method_version", {{"version", std::to_string(kpi::method_version)}}));
}

}  // namespace pue::page
