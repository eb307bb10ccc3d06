#include "config/keys.h"

namespace pue::config {

const std::array<SectionKeys, section_count>& all_sections() {
  static const std::array<SectionKeys, section_count> sections = {{
      {"document",
       {"site", "polling", "alerts", "links", "meters", "virtual_meters", "ledger"},
       {"renewables", "events"}},
      {"site",
       {"name", "timezone", "hub_node", "commissioned", "standard_racks", "retrofit_completed",
        "in_service", "design_it_power", "min_it_power", "it_level"},
       {"target_pue", "tariff", "policy"}},
      {"polling", {"interval", "timeout"}, {}},
      {"alerts",
       {"live_above_cap", "pue_above_cap", "meter_down", "coverage_low", "link_overloaded",
        "daemon_down", "evidence_at_risk"},
       {}},
      {"alerts.NAME", {"for"}, {}},
      {"links.NAME", {"url", "gap", "timeout"}, {"busy_bound"}},
      {"meters[]",
       {"name", "link", "unit", "profile", "role", "point", "parent", "children", "max_power",
        "update_period", "reverse", "max_registers", "points"},
       {"accuracy", "supplies", "multipliers", "subsystem", "zone", "serial", "from", "to",
        "calibration", "battery"}},
      {"points[]",
       {"quantity", "address", "function", "type", "order", "bit", "scale", "modulus", "resolution",
        "sentinels"},
       {}},
      {"virtual_meters[]", {"name", "formula", "role"}, {}},
      {"ledger", {"path", "interval", "grace"}, {"checkpoint"}},
      {"profile", {"model", "source", "confidence", "max_registers", "points"}, {}},
      {"policy file", {"policies"}, {}},
      {"policies[]", {"id", "cap", "valid_from", "scope", "source", "confidence"}, {}},
      {"policies[].scope",
       {"hub_node", "racks_from", "commissioned_from", "commissioned_before", "retrofitted"},
       {}},
  }};
  return sections;
}

const SectionKeys& keys_of(Section section) {
  return all_sections()[static_cast<std::size_t>(section)];
}

const std::vector<std::string_view>& roles_not_yet() {
  static const std::vector<std::string_view> roles = {"export", "water", "heat_reuse", "curtailed",
                                                      "check"};
  return roles;
}

const std::vector<std::string_view>& types_not_yet() {
  static const std::vector<std::string_view> types = {"bcd16", "bcd32", "mod10k"};
  return types;
}

const std::vector<std::string_view>& quantities_not_yet() {
  static const std::vector<std::string_view> quantities = {"energy_net_wh", "energy_thermal_wh",
                                                           "volume_m3", "serial", "status"};
  return quantities;
}

}  // namespace pue::config
