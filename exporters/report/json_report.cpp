#include "exporters/report/json_report.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "exporters/api/envelope.h"
#include "exporters/api/fields.h"
#include "exporters/api/green.h"
#include "exporters/api/window.h"
#include "exporters/report/json_records.h"

namespace pue::report {
namespace {

namespace json = boost::json;
using api::add;
using api::add_text;

json::object figures(const kpi::WindowFigures& of) {
  json::object object;
  api::add_figures(object, of);
  object["source_joules"] = api::by_name<site::Role>(of.sources);
  return object;
}

json::object cap(const engine::PeriodCap& of) {
  json::object object;
  add_text(object, "policy", of.policy.id);
  // One division of two exact numbers gives the double nearest to the decimal.
  object["cap"] = static_cast<double>(of.policy.cap.count) / 1e6;
  object["in_force_since"] = kpi::to_text(of.policy.valid_from);
  add_text(object, "derivation", kpi::to_text(of.reasons));
  add_text(object, "source", of.policy.source);
  add_text(object, "confidence", of.policy.confidence);
  if (of.complies) object["complies"] = *of.complies;
  add_text(object, "verdict", name(of.verdict));
  return object;
}

json::object trend(const engine::PeriodFigures& of) {
  json::array steps;
  for (const auto& step : of.trend) steps.push_back(figures(step));
  json::object object;
  object["step"] = of.step == kpi::Window::day ? "day" : "month";
  object["steps"] = std::move(steps);
  return object;
}

void add_green(json::object& object, const engine::PeriodFigures& of) {
  object["renewable_targets"] = api::renewable_targets(of.targets);
  if (of.certificates) {
    auto account =
        api::account(*of.certificates, of.figures.renewable(kpi::ShareMethod::attributes));
    account["counted"] = api::certificates(*of.certificates->counted);
    object["certificates"] = std::move(account);
  }
  auto carbon = api::carbon(of.location_based, of.market_based, of.carbon_usage_effectiveness);
  if (!carbon.empty()) object["carbon"] = std::move(carbon);
  auto coal = api::standard_coal(of.coal);
  if (of.coal.calorific) coal["calorific_factors"] = api::factors(of.coal.calorific->used);
  if (of.coal.equivalent) coal["equivalent_factors"] = api::factors(of.coal.equivalent->used);
  if (!coal.empty()) object["standard_coal"] = std::move(coal);
  if (of.grade) add_text(object, "indicative_grade", name(*of.grade));
}

void add_site(json::object& object, const PeriodReport& report) {
  object["schema"] = "pued-report/1";
  add_text(object, "site", report.site.name);
  auto period = api::period(report.period);
  add_text(period, "name", report.period_name);
  object["period"] = std::move(period);
  add_text(object, "zone", report.zone_name);
  add(object, "as_of", std::optional(report.as_of));
  add_text(object, "version", report.version);
  object["method_version"] = kpi::method_version;
  add_text(object, "equation", report.equation);
  object["category"] = report.category;
  add_text(object, "it_level", name(report.site.it_level));
}

json::object evidence(const PeriodReport& report) {
  json::object object;
  object["entries"] = report.entries;
  add_text(object, "checkpoint", report.checkpoint);
  add_text(object, "key", report.key);
  return object;
}

}  // namespace

std::string to_json(const PeriodReport& report) {
  const auto& of = report.figures;
  json::object object;
  add_site(object, report);
  object["annual"] = of.annual;
  object["coverage_gate"] = kpi::coverage_gate(of.gate);
  object["figures"] = figures(of.figures);
  json::array caps;
  for (const auto& one : of.caps) caps.push_back(cap(one));
  object["caps"] = std::move(caps);
  add_green(object, of);
  object["trend"] = trend(of);
  add_records(object, report);
  object["evidence"] = evidence(report);
  return api::to_text(object) + "\n";
}

}  // namespace pue::report
