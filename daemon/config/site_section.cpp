#include "config/site_section.h"

#include <fmt/format.h>

#include "config/nearest.h"
#include "config/target_pue.h"
#include "config/words.h"

namespace pue::config {
namespace {

/// A site without IT load has no PUE: below this share of the design power ratios are absent.
constexpr double default_min_it_share = 0.05;

void read_zone(const Mapping& map, const Lookups& lookups, site::SiteSettings& site) {
  map.require("timezone", "its days are cut by it; write for example timezone: Asia/Shanghai");
  const auto name = map.text("timezone");
  if (!name) return;
  auto zone = lookups.zone(*name);
  if (zone) {
    site.zone = *std::move(zone);
  } else {
    map.complain("timezone", fmt::format("unknown time zone \"{}\"; write a name of the IANA "
                                         "database, for example Asia/Shanghai",
                                         *name));
  }
}

void read_powers(const Mapping& map, site::SiteFacts& facts) {
  facts.design_it_power = map.power("design_it_power");
  facts.min_it_power = map.power("min_it_power");
  if (!facts.min_it_power && facts.design_it_power) {
    facts.min_it_power = default_min_it_share * *facts.design_it_power;
  }
  if (facts.design_it_power && facts.min_it_power > facts.design_it_power) {
    map.complain("min_it_power", "is more than design_it_power");
  }
}

void read_dates(const Mapping& map, site::SiteFacts& facts) {
  facts.commissioned = map.date("commissioned");
  facts.retrofit_completed = map.date("retrofit_completed");
  facts.in_service = map.date("in_service");
  if (facts.commissioned && facts.retrofit_completed &&
      *facts.retrofit_completed < *facts.commissioned) {
    map.complain("retrofit_completed", "is before commissioned");
  }
}

}  // namespace

void read_site(const YAML::Node& node, const Lookups& lookups, engine::Settings& settings,
               ErrorList& errors) {
  const Mapping map(node, Section::site, "\"site\"", errors);
  auto& site = settings.site;
  auto& facts = site.facts;
  map.require("name", "write for example name: horinger-a");
  facts.name = map.name("name").value_or("");
  read_zone(map, lookups, site);
  facts.hub_node = map.boolean("hub_node").value_or(false);
  if (const auto racks = map.integer("standard_racks", {1, 10'000'000})) {
    facts.standard_racks = static_cast<int>(*racks);
  }
  read_dates(map, facts);
  read_powers(map, facts);
  if (const auto level = read_it_point(map, "it_level")) facts.it_level = *level;
  settings.own_target = read_target_pue(map);
  facts.park = read_park(map, "park");
  facts.grid_region = map.text("grid_region").value_or("");
}

}  // namespace pue::config
