#include "exporters/api/window.h"

#include "exporters/api/fields.h"

namespace pue::api {
namespace {

namespace json = boost::json;

/// By method {low, high}; methods without a share are left out.
json::object renewable(const kpi::WindowFigures& figures) {
  json::object object;
  for (std::size_t i = 0; i < figures.renewable_ungated.size(); ++i) {
    const auto method = static_cast<kpi::ShareMethod>(i);
    if (const auto share = figures.renewable(method))
      object[to_string(name(method))] = {{"low", share->low.ratio()},
                                         {"high", share->high.ratio()}};
  }
  return object;
}

}  // namespace

void add_figures(json::object& object, const kpi::WindowFigures& figures) {
  if (figures.elapsed > Duration{0}) {
    object["period"] = period(figures.period);
    add(object, "coverage", std::optional(figures.coverage()));
    object["covered_seconds"] = seconds(figures.covered);
    object["elapsed_seconds"] = seconds(figures.elapsed);
  }
  add(object, "pue", figures.pue ? figures.pue : figures.pue_ungated);
  if (!figures.pue) add_text(object, "insufficient", name(figures.insufficient));
  add(object, "facility_joules", figures.facility);
  add(object, "it_joules", figures.it);
  object["overhead_joules"] = by_name<site::Subsystem>(figures.overhead);
  add(object, "estimated_share", figures.estimated_share);
  add(object, "uncertainty", figures.uncertainty);
  json::object categories;
  for (std::size_t i = 0; i < figures.pue_by_category.size(); ++i)
    add(categories, "pue" + std::to_string(i + 1), figures.pue_by_category[i]);
  object["by_category"] = std::move(categories);
  object["renewable_share"] = renewable(figures);
  if (figures.utilisation) object["renewable_utilisation"] = figures.utilisation->ratio();
  if (const auto& usage = figures.water_usage) {
    object["water_m3"] = cubic_metres(usage->water);
    object["water_usage_m3_per_mwh"] = usage->cubic_metres_per_megawatt_hour();
  }
  if (const auto& reuse = figures.energy_reuse) {
    add(object, "reused_heat_joules", std::optional(reuse->part));
    object["energy_reuse_factor"] = reuse->ratio();
  }
  if (figures.storage_moving) object["storage_moving"] = true;
}

}  // namespace pue::api
