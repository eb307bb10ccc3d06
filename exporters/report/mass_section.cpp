#include "exporters/report/mass_section.h"

#include <fmt/format.h>

#include "exporters/page/html.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using page::escape;

std::string tonnes_text(const Context& context, const std::optional<kpi::Milligrams>& mass) {
  return mass ? page::grouped(tonnes(*mass), 1) : context.text("page.absent");
}

std::optional<kpi::Milligrams> sum(const std::optional<kpi::YearlyMass>& mass) {
  return mass ? std::optional(mass->sum) : std::nullopt;
}

/// Two accounts of one thing, side by side and never added.
std::string side_by_side(const Context& context, std::string_view what,
                         std::initializer_list<std::string_view> accounts, std::string_view unit,
                         const std::optional<kpi::Milligrams>& one,
                         const std::optional<kpi::Milligrams>& other) {
  return table("narrow", heads(context, {what}) + number_heads(context, accounts),
               row({cell(context.text(unit)), number_cell(tonnes_text(context, one)),
                    number_cell(tonnes_text(context, other))}));
}

std::string masses(const Context& context) {
  const auto& of = context.report.figures;
  std::optional<kpi::Milligrams> location, market;
  if (of.location_based) location = of.location_based->co2;
  if (of.market_based) market = of.market_based->co2;
  return side_by_side(context, "report.coal",
                      {"standard_coal.calorific", "standard_coal.equivalent"}, "report.tce",
                      sum(of.coal.calorific), sum(of.coal.equivalent)) +
         side_by_side(context, "report.co2", {"carbon.location", "carbon.market"}, "report.tonnes",
                      location, market);
}

std::string remarks(const Context& context) {
  const auto& of = context.report.figures;
  std::string html;
  if (of.market_based)
    html += fact(context, "term.covered_by_certificates",
                 context.kilowatt_hours(of.market_based->covered));
  const auto* genset = of.location_based ? &of.location_based->genset
                       : of.market_based ? &of.market_based->genset
                                         : nullptr;
  if (genset != nullptr && genset->not_counted.count > 0)
    html += fact(context, "term.genset_not_counted", context.kilowatt_hours(genset->not_counted));
  return html;
}

std::string ratios(const Context& context) {
  const auto& of = context.report.figures;
  const auto unit = [&](std::string_view key, std::optional<double> value) {
    if (!value) return context.text("page.absent");
    return context.text(key, {{"value", page::fixed(*value, 3)}});
  };
  std::optional<double> wue, erf;
  if (of.figures.water_usage) wue = of.figures.water_usage->cubic_metres_per_megawatt_hour();
  if (of.figures.energy_reuse) erf = of.figures.energy_reuse->ratio();
  auto rows = fact(context, "page.cue", unit("page.kg_per_kwh", of.carbon_usage_effectiveness)) +
              fact(context, "report.wue", unit("page.m3_per_mwh", wue)) +
              fact(context, "report.erf", context.number(erf, 3));
  if (of.figures.water_usage)
    rows += fact(context, "role.water", context.cubic_metres(of.figures.water_usage->water));
  if (of.figures.energy_reuse)
    rows += fact(context, "role.heat_reuse", context.kilowatt_hours(of.figures.energy_reuse->part));
  return facts(remarks(context) + rows);
}

std::string factor_row(const Context& context, const UsedFactor& used) {
  const auto& [year, energy, factor] = used.use;
  return row({cell(context.text(used.account)), cell(context.word("factor", name(factor.kind))),
              number_cell(std::to_string(year)), number_cell(context.kwh(energy)),
              number_cell(page::fixed(static_cast<double>(factor.milligrams_per_kwh) / 1e6, 4)),
              number_cell(std::to_string(factor.year)), cell(escape(factor.region)),
              cell(escape(factor.source)), cell(context.word("confidence", factor.confidence))});
}

std::string factors(const Context& context) {
  std::string rows;
  for (const auto& used : used_factors(context.report.figures)) rows += factor_row(context, used);
  if (rows.empty()) return {};
  return fmt::format("<h3>{}</h3>\n", context.text("report.factors")) +
         table("small",
               heads(context, {"page.figure", "report.factor_kind"}) +
                   number_heads(context, {"report.year", "report.kwh", "report.factor",
                                          "report.factor_year"}) +
                   heads(context, {"report.region", "page.source", "report.confidence"}),
               rows);
}

}  // namespace

std::vector<UsedFactor> used_factors(const engine::PeriodFigures& figures) {
  std::vector<UsedFactor> result;
  const auto add = [&](std::string_view account, const std::vector<kpi::FactorUse>& uses) {
    for (const auto& use : uses) result.push_back({account, use});
  };
  if (figures.coal.calorific) add("standard_coal.calorific", figures.coal.calorific->used);
  if (figures.coal.equivalent) add("standard_coal.equivalent", figures.coal.equivalent->used);
  if (const auto& location = figures.location_based) {
    add("carbon.location", location->grid);
    add("carbon.location", location->genset.used);
  }
  if (const auto& market = figures.market_based) {
    add("carbon.market", market->residual);
    add("carbon.market", market->genset.used);
  }
  return result;
}

std::string mass_section(const Context& context) {
  const auto absent =
      context.report.figures.figures.pue
          ? std::string()
          : fmt::format("<p class=\"warn\">{}</p>\n", context.text("report.masses_absent"));
  return section(context, "report.masses",
                 absent + masses(context) + ratios(context) + factors(context));
}

}  // namespace pue::report
