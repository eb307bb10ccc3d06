#include "config/virtual_meters.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "config/words.h"
#include "site/formulas.h"

namespace pue::config {
namespace {

/// All but the formula, which may name virtual meters that come later.
site::VirtualMeter read_all_but_formula(Mapping& map, site::VirtualMeterId id,
                                        FormulaNames& names) {
  map.require("name", "write for example name: ups-a-loss");
  site::VirtualMeter meter;
  meter.name = map.name("name").value_or("");
  if (!meter.name.empty() && !names.emplace(meter.name, id).second) {
    map.complain("name", fmt::format("\"{}\" is the name of another meter", meter.name));
  }
  map.require("role", "write for example role: power_loss");
  const auto role = read_role(map, "role");
  meter.role = role.value_or(meter.role);
  meter.point = read_it_point(map, "point");
  if (map.has("point") && role && role != site::Role::it) {
    map.complain("point", "only a meter with role: it has a point of measurement; remove it");
  }
  map.require("formula", "write for example formula: \"ups-a-in - ups-a-out\"");
  return meter;
}

/// False: the formula is wrong (reported) or not there.
bool read_formula(const Mapping& map, const FormulaNames& names, site::VirtualMeter& meter) {
  const auto text = map.text("formula");
  if (!text) return false;
  auto terms = parse_formula(*text, names);
  if (!terms) {
    map.complain("formula", terms.error().message);
    return false;
  }
  meter.terms = *std::move(terms);
  return true;
}

}  // namespace

void read_virtual_meters(const YAML::Node& list, const MeterNames& meters, site::SiteSettings& site,
                         ErrorList& errors) {
  const auto nodes = sequence(list, "\"virtual_meters\"", errors);
  if (nodes.size() > limits::virtual_meters) {
    errors.add(list.Mark(), fmt::format("{} virtual meters, a site has at most {}", nodes.size(),
                                        limits::virtual_meters));
    return;
  }
  FormulaNames names(meters.begin(), meters.end());
  std::vector<Mapping> maps;
  for (const auto& node : nodes) {
    maps.emplace_back(node, Section::virtual_meter, "a virtual meter", errors);
    const site::VirtualMeterId id{static_cast<std::uint32_t>(maps.size() - 1)};
    site.virtual_meters.push_back(read_all_but_formula(maps.back(), id, names));
  }
  bool all_read = true;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    all_read = read_formula(maps[i], names, site.virtual_meters[i]) && all_read;
  }
  if (!all_read) return;
  const auto written = site::write_out_formulas(site.meters.size(), site.virtual_meters);
  if (const auto* wrong = std::get_if<site::FormulaError>(&written)) {
    maps[wrong->meter.index].complain("formula", wrong->message);
  }
}

}  // namespace pue::config
