#include "exporters/page/derived_terms.h"

#include <fmt/format.h>

#include <cmath>

#include "exporters/page/explain_link.h"
#include "exporters/page/html.h"

namespace pue::page {
namespace {

std::string term_name(const Context& context, const api::Term& term) {
  const auto text = context.messages.text("term." + term.key);
  if (!term.year) return escape(text);
  return context.text("term.of_year", {{"term", text}, {"year", std::to_string(*term.year)}});
}

std::string linked_value(const Context& context, const api::Term& term) {
  auto html = term_value(context, term);
  constexpr auto annual = kpi::Window::twelve_months;
  if (term.year) return html;
  if (term.key == "facility") return explain_link(context, "facility_energy", annual, html);
  if (term.key == "it") return explain_link(context, "it_energy", annual, html);
  if (term.key == "co2") return explain_link(context, "carbon:location", annual, html);
  return html;
}

std::string source(const Context& context, const kpi::EnergyFactor* factor) {
  if (factor == nullptr) return {};
  return context.text("term.source",
                      {{"source", factor->source},
                       {"region", factor->region},
                       {"year", std::to_string(factor->year)},
                       {"confidence", context.messages.text("confidence." + factor->confidence)}});
}

}  // namespace

std::string term_value(const Context& context, const api::Term& term) {
  switch (term.unit) {
    case api::TermUnit::joules:
      return context.text("page.kilowatt_hours", {{"value", grouped(term.value / 3.6e6, 1)}});
    case api::TermUnit::ratio:
      return fixed(term.value, 4);
    case api::TermUnit::kilograms:
      return context.text("page.tonnes", {{"value", fixed(term.value / 1000, 1)}});
    case api::TermUnit::kilograms_per_kilowatt_hour:
      return context.text("page.kg_per_kwh", {{"value", fixed(term.value, 4)}});
  }
  return {};
}

std::string derived_terms(const Context& context, const api::Derived& derived) {
  std::string rows;
  for (const auto& term : derived.terms)
    rows += fmt::format("<tr><td>{}</td><td class=\"number\">{}</td><td>{}</td></tr>",
                        term_name(context, term), linked_value(context, term),
                        source(context, term.factor));
  return fmt::format("<table class=\"wide\"><tr><th>{}</th><th>{}</th><th>{}</th></tr>{}</table>",
                     context.text("page.figure"), context.text("page.value"),
                     context.text("page.source"), rows);
}

}  // namespace pue::page
