#include "exporters/api/derived.h"

#include <algorithm>
#include <stdexcept>

namespace pue::api {
namespace {

using engine::ClosedFigures;

const kpi::WindowFigures& annual(const ClosedFigures& closed) {
  return closed.windows[kpi::position(kpi::Window::twelve_months)];
}

double number(Joules energy) { return static_cast<double>(energy.count); }

Term joules(std::string key, double value) { return {std::move(key), value, TermUnit::joules}; }
Term ratio(std::string key, double value) { return {std::move(key), value, TermUnit::ratio}; }
Term kilograms_of(std::string key, kpi::Milligrams mass) {
  return {std::move(key), kpi::kilograms(mass), TermUnit::kilograms};
}

/// Each year's energy and the factor that it took.
void add(std::vector<Term>& terms, const std::string& energy_key,
         const std::vector<kpi::FactorUse>& used) {
  for (const auto& use : used) {
    terms.push_back({energy_key, number(use.energy), TermUnit::joules, use.year});
    const double factor = static_cast<double>(use.factor.milligrams_per_kwh) / 1e6;
    terms.push_back(
        {"factor", factor, TermUnit::kilograms_per_kilowatt_hour, use.year, &use.factor});
  }
}

void add_genset(std::vector<Term>& terms, const kpi::GensetCarbon& genset) {
  add(terms, "genset", genset.used);
  if (genset.not_counted > Joules{})
    terms.push_back(joules("genset_not_counted", number(genset.not_counted)));
}

std::optional<Derived> budget(const ClosedFigures& closed, const FigureName& figure) {
  const auto cap = std::find_if(closed.caps.begin(), closed.caps.end(),
                                [&](const auto& one) { return one.policy.id == figure.part_name; });
  if (cap == closed.caps.end() || !cap->budget || !cap->target) return std::nullopt;
  const auto& of = *cap->budget;
  Derived result{joules("budget_left", of.remaining_joules), {}};
  auto& terms = result.terms;
  terms.push_back(ratio("cap", static_cast<double>(cap->policy.cap.count) / 1e6));
  terms.push_back(ratio("target", cap->target->annual));
  terms.push_back(joules("facility_to_date", of.parts.facility_to_date));
  terms.push_back(joules("it_to_date", of.parts.it_to_date));
  terms.push_back(joules("target_to_date", of.parts.target_to_date));
  terms.push_back(joules("it_rest", of.parts.it_rest));
  terms.push_back(joules("facility_rest", of.parts.facility_rest));
  terms.push_back(joules("budget_whole", of.whole_joules));
  terms.push_back(ratio("landing", of.landing));
  if (of.required) terms.push_back(ratio("required", *of.required));
  return result;
}

std::optional<Derived> carbon(const ClosedFigures& closed, const FigureName& figure) {
  if (figure.part == 0) {
    const auto& account = closed.location_based;
    if (!account) return std::nullopt;
    Derived result{kilograms_of("co2", account->co2), {}};
    add(result.terms, "grid_load", account->grid);
    add_genset(result.terms, account->genset);
    return result;
  }
  const auto& account = closed.market_based;
  if (!account) return std::nullopt;
  Derived result{kilograms_of("co2", account->co2), {}};
  result.terms.push_back(joules("covered_by_certificates", number(account->covered)));
  add(result.terms, "uncovered_grid_load", account->residual);
  add_genset(result.terms, account->genset);
  return result;
}

std::optional<Derived> carbon_usage(const ClosedFigures& closed) {
  const auto cue = closed.carbon_usage_effectiveness;
  if (!cue || !closed.location_based || !annual(closed).it) return std::nullopt;
  return Derived{
      {"cue", *cue, TermUnit::kilograms_per_kilowatt_hour},
      {kilograms_of("co2", closed.location_based->co2), joules("it", number(*annual(closed).it))}};
}

std::optional<Derived> standard_coal(const ClosedFigures& closed, const FigureName& figure) {
  const auto& mass = figure.part == 0 ? closed.coal.calorific : closed.coal.equivalent;
  if (!mass) return std::nullopt;
  Derived result{kilograms_of("standard_coal", mass->sum), {}};
  add(result.terms, "facility", mass->used);
  return result;
}

std::optional<Derived> grade(const ClosedFigures& closed) {
  const auto& year = annual(closed);
  if (!closed.grade || !year.pue) return std::nullopt;
  return Derived{ratio("pue", *year.pue),
                 {joules("facility", number(*year.facility)), joules("it", number(*year.it))}};
}

}  // namespace

std::string_view name(TermUnit unit) {
  switch (unit) {
    case TermUnit::joules:
      return "J";
    case TermUnit::ratio:
      return "";
    case TermUnit::kilograms:
      return "kg";
    case TermUnit::kilograms_per_kilowatt_hour:
      return "kg/kWh";
  }
  throw std::logic_error("no such unit");
}

bool is_derived(FigureKind kind) {
  return kind == FigureKind::budget || kind == FigureKind::carbon ||
         kind == FigureKind::carbon_usage || kind == FigureKind::standard_coal ||
         kind == FigureKind::grade;
}

kpi::Window window_of(FigureKind kind) {
  return kind == FigureKind::budget ? kpi::Window::year_to_date : kpi::Window::twelve_months;
}

std::optional<Derived> derived(const ClosedFigures& closed, const FigureName& figure) {
  switch (figure.kind) {
    case FigureKind::budget:
      return budget(closed, figure);
    case FigureKind::carbon:
      return carbon(closed, figure);
    case FigureKind::carbon_usage:
      return carbon_usage(closed);
    case FigureKind::standard_coal:
      return standard_coal(closed, figure);
    case FigureKind::grade:
      return grade(closed);
    case FigureKind::pue:
    case FigureKind::facility_energy:
    case FigureKind::it_energy:
    case FigureKind::overhead_energy:
    case FigureKind::source_energy:
    case FigureKind::renewable_share:
    case FigureKind::coverage:
    case FigureKind::water_usage:
    case FigureKind::energy_reuse:
      break;
  }
  throw std::logic_error("no derived figure");
}

}  // namespace pue::api
