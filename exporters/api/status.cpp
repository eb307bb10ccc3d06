#include "exporters/api/status.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "exporters/api/fields.h"
#include "exporters/api/green.h"
#include "exporters/api/window.h"

namespace pue::api {
namespace {

namespace json = boost::json;

json::object live_power(const site::SitePower& power) {
  json::object object;
  add(object, "facility_watts", power.facility);
  add(object, "it_watts", power.it);
  object["overhead_watts"] = by_name<site::Subsystem>(power.overhead);
  object["source_watts"] = by_name<site::Role>(power.sources);
  return object;
}

json::array names(const std::vector<std::string>& meters) {
  json::array array;
  for (const auto& meter : meters) array.push_back(to_string(meter));
  return array;
}

/// "derived" and "estimated" are flags of all the figures here; the meters say which inputs.
json::object live(const engine::LiveFigures& figures) {
  json::object object;
  add(object, "pue", figures.pue);
  if (!figures.pue) add_text(object, "absent_because", name(figures.absent_because));
  object["stale_meters"] = names(figures.stale_meters);
  object["derived"] = !figures.derived_meters.empty();
  object["derived_meters"] = names(figures.derived_meters);
  object["estimated"] = !figures.estimated_meters.empty();
  object["estimated_meters"] = names(figures.estimated_meters);
  if (figures.skew) object["skew_seconds"] = seconds(*figures.skew);
  object["power"] = live_power(figures.power);
  return object;
}

json::object window(kpi::Window which, const kpi::WindowFigures& figures) {
  json::object object;
  add_text(object, "window", kpi::name(which));
  add_figures(object, figures);
  object["method_version"] = kpi::method_version;
  return object;
}

json::array windows(const engine::Snapshot& snapshot) {
  json::array array;
  for (std::size_t i = 0; i < kpi::windows.size(); ++i)
    array.push_back(window(kpi::windows[i], snapshot.closed.windows[i]));
  return array;
}

json::object budget(const engine::CapFigure& figure) {
  json::object object;
  const auto& budget = *figure.budget;
  object["remaining_joules"] = budget.remaining_joules;
  add(object, "remaining_ratio", budget.remaining_ratio);
  object["landing_pue"] = budget.landing;
  add(object, "required_rest_of_year_pue", budget.required);
  object["target_pue"] = figure.target->annual;
  object["target_assumed"] = figure.target->assumed;
  object["seasonal"] = figure.target->season != kpi::Season::unknown;
  json::object burn;
  for (std::size_t i = 0; i < figure.burn.size(); ++i)
    add(burn, engine::burn_windows()[i].name, figure.burn[i]);
  object["burn_rate"] = std::move(burn);
  return object;
}

json::object cap(const engine::CapFigure& figure) {
  json::object object;
  add_text(object, "policy", figure.policy.id);
  // One division of two exact numbers gives the double nearest to the decimal.
  object["cap"] = static_cast<double>(figure.policy.cap.count) / 1e6;
  add_text(object, "derivation", figure.derivation);
  add_text(object, "source", figure.policy.source);
  add_text(object, "confidence", figure.policy.confidence);
  // Only the 12-month figure is compliance; shorter windows are an indication.
  constexpr auto annual = kpi::position(kpi::Window::twelve_months);
  json::object complies, verdicts;
  for (std::size_t i = 0; i < annual; ++i)
    if (figure.complies[i]) complies[to_string(kpi::name(kpi::windows[i]))] = *figure.complies[i];
  object["indication"] = std::move(complies);
  if (figure.complies[annual]) object["complies"] = *figure.complies[annual];
  for (std::size_t i = 0; i < kpi::windows.size(); ++i)
    if (figure.verdicts[i])
      add_text(verdicts, kpi::name(kpi::windows[i]), name(*figure.verdicts[i]));
  object["verdict"] = std::move(verdicts);
  if (figure.budget) object["budget"] = budget(figure);
  return object;
}

json::array caps(const engine::Snapshot& snapshot) {
  json::array array;
  for (const auto& figure : snapshot.closed.caps) array.push_back(cap(figure));
  return array;
}

void add_green(json::object& object, const engine::ClosedFigures& closed) {
  object["renewable_targets"] = renewable_targets(closed.targets);
  object["green_year"] = green_year(closed);
  if (closed.eu) object["eu_2024_1364"] = eu_2024_1364(*closed.eu);
}

json::object counters(const engine::EnergyCounters& counters) {
  json::object object;
  add(object, "facility_joules", std::optional(counters.facility));
  add(object, "it_joules", std::optional(counters.it));
  object["overhead_joules"] = by_name<site::Subsystem>(counters.overhead);
  object["source_joules"] = by_name<site::Role>(counters.sources);
  if (counters.co2) object["location_based_co2_kilograms"] = kilograms(*counters.co2);
  if (counters.water) object["water_m3"] = cubic_metres(*counters.water);
  add(object, "reused_heat_joules", counters.reused_heat);
  object["covered_seconds"] = counters.covered_seconds;
  object["elapsed_seconds"] = counters.elapsed_seconds;
  return object;
}

json::object store(const engine::StoreHealth& health) {
  json::object object;
  object["records"] = health.records;
  add(object, "last_commit", health.last_commit);
  add_text(object, "error", health.error);
  return object;
}

json::object reload(const engine::ReloadState& state) {
  json::object object;
  object["last_successful"] = state.last_successful;
  add(object, "last_success", std::optional(state.last_success));
  add_text(object, "last_error", state.last_error);
  return object;
}

}  // namespace

json::value status(const View& view) {
  const auto& snapshot = view.snapshot;
  json::object data;
  data["site"] = to_string(snapshot.site);
  add(data, "at", std::optional(snapshot.at));
  data["version"] = to_string(view.telemetry.version);
  add(data, "started", std::optional(view.telemetry.started));
  data["ready"] = view.ready;
  data["live"] = live(snapshot.live);
  data["windows"] = windows(snapshot);
  data["caps"] = caps(snapshot);
  add_green(data, snapshot.closed);
  if (snapshot.counters) data["counters"] = counters(*snapshot.counters);
  add_text(data, "equation", snapshot.equation);
  data["category"] = snapshot.category;
  add(data, "closed_until", snapshot.closed_until);
  data["store"] = store(view.telemetry.store);
  data["reload"] = reload(view.telemetry.reload);
  return data;
}

json::object closed_figures(const engine::Snapshot& snapshot) {
  json::object object;
  add_text(object, "site", snapshot.site);
  add(object, "closed_until", snapshot.closed_until);
  object["windows"] = windows(snapshot);
  object["caps"] = caps(snapshot);
  add_green(object, snapshot.closed);
  return object;
}

}  // namespace pue::api
