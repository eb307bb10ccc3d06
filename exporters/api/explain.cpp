#include "exporters/api/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <stdexcept>

#include "energy/volume_register.h"
#include "exporters/api/derived.h"
#include "exporters/api/fields.h"
#include "exporters/api/green.h"

namespace pue::api {
namespace {

namespace json = boost::json;

constexpr std::array kinds = {FigureKind::pue,           FigureKind::facility_energy,
                              FigureKind::it_energy,     FigureKind::overhead_energy,
                              FigureKind::source_energy, FigureKind::renewable_share,
                              FigureKind::coverage,      FigureKind::water_usage,
                              FigureKind::energy_reuse,  FigureKind::carbon,
                              FigureKind::carbon_usage,  FigureKind::standard_coal,
                              FigureKind::grade};
constexpr std::array source_roles = {site::Role::grid, site::Role::solar, site::Role::wind,
                                     site::Role::genset};
constexpr std::array methods = {kpi::ShareMethod::interval, kpi::ShareMethod::hourly,
                                kpi::ShareMethod::annual, kpi::ShareMethod::cfe,
                                kpi::ShareMethod::attributes};

/// Names after the colon; none for figures without parts.
std::vector<std::string_view> parts(FigureKind kind) {
  std::vector<std::string_view> names;
  switch (kind) {
    case FigureKind::overhead_energy:
      for (std::size_t i = 0; i < site::subsystem_count; ++i)
        names.push_back(site::name(static_cast<site::Subsystem>(i)));
      break;
    case FigureKind::source_energy:
      for (const auto role : source_roles) names.push_back(site::name(role));
      break;
    case FigureKind::renewable_share:
      for (const auto method : methods) names.push_back(kpi::name(method));
      break;
    case FigureKind::pue:
    case FigureKind::facility_energy:
    case FigureKind::it_energy:
    case FigureKind::coverage:
    case FigureKind::water_usage:
    case FigureKind::energy_reuse:
    case FigureKind::budget:  // its parts are the policies in force
    case FigureKind::carbon_usage:
    case FigureKind::grade:
      break;
    case FigureKind::carbon:
      return {"location", "market"};
    case FigureKind::standard_coal:
      return {"calorific", "equivalent"};
  }
  return names;
}

std::vector<FigureName> all_figures() {
  std::vector<FigureName> figures;
  for (const auto kind : kinds) {
    const auto names = parts(kind);
    if (names.empty()) figures.push_back({kind, 0, {}});
    for (std::size_t i = 0; i < names.size(); ++i)
      figures.push_back({kind, i, std::string(names[i])});
  }
  return figures;
}

bool enters(const engine::Explanation::Input& input, const FigureName& figure) {
  if (const auto factor = coefficient(input, figure)) return *factor != 0;
  const auto [numerator, denominator] = ratio_coefficients(input, figure);
  return numerator != 0 || denominator != 0;
}

json::object contribution(const kpi::Contribution& part) {
  json::object object;
  add(object, "class", std::optional(part.chain));
  add(object, "resolution", std::optional(part.resolution));
  add(object, "estimate", std::optional(part.estimate));
  return object;
}

json::object input_object(const View& view, const engine::Explanation::Input& input,
                          const FigureName& figure) {
  json::object object;
  // Snapshot and closed figures are of one configuration: the meter is there.
  const auto& meter = view.snapshot.meters.at(input.meter.index);
  object["meter"] = to_string(meter.name);
  add_text(object, "role", site::name(meter.role));
  add(object, "coefficient", coefficient(input, figure));
  add(object, "in_facility", std::optional(input.in_facility));
  add(object, "in_it", std::optional(input.in_it));
  if (meter.role == site::Role::water) {
    add(object, "in_water", std::optional(input.in_water));
    add(object, "volume_cubic_metres",
        std::optional(cubic_metres(energy::volume_of(input.sum.net))));
  } else {
    if (input.in_reused_heat != 0)
      add(object, "in_reused_heat", std::optional(input.in_reused_heat));
    add(object, "energy_joules", std::optional(input.sum.net));
    add(object, "integrated_joules", std::optional(input.sum.integrated));
    add(object, "estimated_joules", std::optional(input.sum.estimated));
  }
  add_text(object, "worst_quality", energy::name(input.sum.worst));
  if (input.uncertainty) object["uncertainty"] = contribution(*input.uncertainty);
  return object;
}

void add_value(json::object& object, const FigureValue& value) {
  add(object, value.high ? "low" : "value", value.ratio);
  add(object, "high", value.high);
  add(object, "value_joules", value.energy);
}

void add_window(json::object& object, const kpi::WindowFigures& figures) {
  if (figures.elapsed <= Duration{0}) return;
  json::object period;
  add(period, "start", std::optional(figures.period.start));
  add(period, "end", std::optional(figures.period.end));
  object["period"] = std::move(period);
  add(object, "coverage", std::optional(figures.coverage()));
  add(object, "estimated_share", figures.estimated_share);
}

}  // namespace

std::string_view name(FigureKind kind) {
  switch (kind) {
    case FigureKind::pue:
      return "pue";
    case FigureKind::facility_energy:
      return "facility_energy";
    case FigureKind::it_energy:
      return "it_energy";
    case FigureKind::overhead_energy:
      return "overhead_energy";
    case FigureKind::source_energy:
      return "source_energy";
    case FigureKind::renewable_share:
      return "renewable_share";
    case FigureKind::coverage:
      return "coverage";
    case FigureKind::water_usage:
      return "wue";
    case FigureKind::energy_reuse:
      return "erf";
    case FigureKind::budget:
      return "budget";
    case FigureKind::carbon:
      return "carbon";
    case FigureKind::carbon_usage:
      return "cue";
    case FigureKind::standard_coal:
      return "standard_coal";
    case FigureKind::grade:
      return "grade";
  }
  throw std::logic_error("no such figure");
}

std::string FigureName::text() const {
  const std::string kind_name(name(kind));
  return part_name.empty() ? kind_name : kind_name + ":" + part_name;
}

Result<FigureName> figure_from_name(std::string_view text) {
  std::string known;
  for (auto& figure : all_figures()) {
    if (figure.text() == text) return std::move(figure);
    known += " " + figure.text();
  }
  constexpr std::string_view of_policy = "budget:";
  if (text.starts_with(of_policy) && text != of_policy)
    return FigureName{FigureKind::budget, 0, std::string(text.substr(of_policy.size()))};
  return Error{"no such figure; there are" + known + " budget:POLICY"};
}

Result<kpi::Window> window_from_name(std::string_view text) {
  std::string known;
  for (const auto window : kpi::windows) {
    if (kpi::name(window) == text) return window;
    known += " " + std::string(kpi::name(window));
  }
  return Error{"no such window; there are" + known};
}

bool is_by_certificates(const FigureName& figure) {
  return figure.kind == FigureKind::renewable_share &&
         figure.part == static_cast<std::size_t>(kpi::ShareMethod::attributes);
}

FigureValue value_of(const kpi::WindowFigures& figures, const FigureName& figure) {
  FigureValue value;
  switch (figure.kind) {
    case FigureKind::pue:
      value.ratio = figures.pue ? figures.pue : figures.pue_ungated;
      break;
    case FigureKind::facility_energy:
      value.energy = figures.facility;
      break;
    case FigureKind::it_energy:
      value.energy = figures.it;
      break;
    case FigureKind::overhead_energy:
      value.energy = figures.overhead.at(figure.part);
      break;
    case FigureKind::source_energy:
      value.energy = figures.sources.at(figure.part);
      break;
    case FigureKind::renewable_share:
      if (const auto& share = figures.renewable_ungated.at(figure.part)) {
        value.ratio = share->low.ratio();
        value.high = share->high.ratio();
      }
      break;
    case FigureKind::coverage:
      if (figures.elapsed > Duration{0}) value.ratio = figures.coverage();
      break;
    case FigureKind::water_usage:
      if (const auto& usage = figures.water_usage)
        value.ratio = usage->cubic_metres_per_megawatt_hour();
      break;
    case FigureKind::energy_reuse:
      if (const auto& reuse = figures.energy_reuse) value.ratio = reuse->ratio();
      break;
    case FigureKind::budget:
    case FigureKind::carbon:
    case FigureKind::carbon_usage:
    case FigureKind::standard_coal:
    case FigureKind::grade:
      break;
  }
  return value;
}

std::optional<double> coefficient(const engine::Explanation::Input& input,
                                  const FigureName& figure) {
  switch (figure.kind) {
    case FigureKind::facility_energy:
      return input.in_facility;
    case FigureKind::it_energy:
      return input.in_it;
    case FigureKind::overhead_energy:
      return input.in_subsystem.at(figure.part);
    case FigureKind::source_energy:
      return input.in_source.at(figure.part);
    case FigureKind::renewable_share:
      if (is_by_certificates(figure)) return input.in_facility;
      return std::nullopt;
    case FigureKind::pue:
    case FigureKind::coverage:
    case FigureKind::water_usage:
    case FigureKind::energy_reuse:
    case FigureKind::budget:
    case FigureKind::carbon:
    case FigureKind::carbon_usage:
    case FigureKind::standard_coal:
    case FigureKind::grade:
      return std::nullopt;
  }
  throw std::logic_error("no such figure");
}

RatioCoefficients ratio_coefficients(const engine::Explanation::Input& input,
                                     const FigureName& figure) {
  if (figure.kind == FigureKind::water_usage) return {input.in_water, input.in_it};
  if (figure.kind == FigureKind::energy_reuse) return {input.in_reused_heat, input.in_facility};
  return {input.in_facility, input.in_it};
}

const std::vector<kpi::Certificate>* counted_certificates(const engine::ClosedFigures& closed,
                                                          const Question& question) {
  const bool asked =
      is_by_certificates(question.figure) && question.window == kpi::Window::twelve_months;
  return asked && closed.certificates ? closed.certificates->counted.get() : nullptr;
}

std::vector<engine::Explanation::Input> inputs_of(const engine::ClosedFigures& closed,
                                                  const Question& question) {
  std::vector<engine::Explanation::Input> inputs;
  const auto& explained = closed.explained[kpi::position(question.window)];
  if (!explained) return inputs;
  std::copy_if(explained->inputs.begin(), explained->inputs.end(), std::back_inserter(inputs),
               [&](const auto& input) { return enters(input, question.figure); });
  return inputs;
}

namespace {

json::object term_object(const Term& term) {
  json::object object;
  object["name"] = term.key;
  if (term.year) object["year"] = *term.year;
  add(object, "value", std::optional(term.value));
  add_text(object, "unit", name(term.unit));
  if (term.factor == nullptr) return object;
  add_text(object, "kind", name(term.factor->kind));
  add_text(object, "region", term.factor->region);
  object["factor_year"] = term.factor->year;
  add_text(object, "source", term.factor->source);
  add_text(object, "confidence", term.factor->confidence);
  return object;
}

json::value explain_derived(const View& view, const FigureName& figure) {
  json::object data;
  data["figure"] = to_string(figure.text());
  add_text(data, "window", kpi::name(window_of(figure.kind)));
  add_text(data, "formula", formula(view, figure));
  data["method_version"] = kpi::method_version;
  const auto of = derived(view.snapshot.closed, figure);
  if (!of) return data;
  add(data, "value", std::optional(of->value.value));
  add_text(data, "unit", name(of->value.unit));
  json::array terms;
  for (const auto& term : of->terms) terms.push_back(term_object(term));
  data["terms"] = std::move(terms);
  return data;
}

}  // namespace

json::value explain(const View& view, const Question& question) {
  if (is_derived(question.figure.kind)) return explain_derived(view, question.figure);
  const auto& closed = view.snapshot.closed;
  const auto& figures = closed.windows[kpi::position(question.window)];
  json::object data;
  data["figure"] = to_string(question.figure.text());
  add_text(data, "window", kpi::name(question.window));
  add_window(data, figures);
  add_value(data, value_of(figures, question.figure));
  if (figures.insufficient != kpi::Insufficient::none)
    add_text(data, "insufficient", kpi::name(figures.insufficient));
  add_text(data, "formula", formula(view, question.figure));
  data["method_version"] = kpi::method_version;
  if (question.figure.kind == FigureKind::pue) add(data, "uncertainty", figures.uncertainty);
  if (question.figure.kind == FigureKind::water_usage) add_text(data, "unit", "m3/MWh");
  if (const auto& explained = closed.explained[kpi::position(question.window)])
    data["contiguous_runs"] = explained->runs;
  json::array inputs;
  for (const auto& input : inputs_of(closed, question))
    inputs.push_back(input_object(view, input, question.figure));
  data["inputs"] = std::move(inputs);
  if (const auto* counted = counted_certificates(closed, question))
    data["certificates"] = certificates(*counted);
  return data;
}

}  // namespace pue::api
