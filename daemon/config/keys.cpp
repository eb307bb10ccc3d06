#include "config/keys.h"

namespace pue::config {

const std::array<SectionKeys, section_count>& all_sections() {
  static const std::array<SectionKeys, section_count> sections = {{
      {"document",
       {"site", "polling", "alerts", "links", "meters", "virtual_meters", "ledger", "renewables",
        "events", "control"},
       {}},
      {"site",
       {"name", "timezone", "hub_node", "commissioned", "standard_racks", "retrofit_completed",
        "in_service", "design_it_power", "min_it_power", "target_pue", "it_level", "park",
        "grid_region"},
       {"tariff", "policy"}},
      {"polling", {"interval", "timeout", "energy_interval", "slow_interval", "slow_share"}, {}},
      {"alerts",
       {"live_above_cap", "pue_above_cap", "budget_burn", "projection_above_cap", "meter_down",
        "meter_frozen", "meter_contradiction", "meter_swapped", "calibration_expires",
        "coverage_low", "link_overloaded", "daemon_down", "evidence_at_risk",
        "checkpoints_unsynced", "clock_unsynchronised"},
       {}},
      {"alerts.NAME", {"for"}, {}},
      {"links.NAME",
       {"url", "gap", "timeout", "connect_gap", "busy_bound", "hold_open", "transaction_id",
        "max_in_flight"},
       {}},
      {"meters[]",
       {"name",      "link",     "unit",          "profile", "role",        "point",
        "parent",    "children", "supplies",      "battery", "checks",      "subsystem",
        "zone",      "serial",   "from",          "to",      "accuracy",    "calibration",
        "max_power", "max_flow", "update_period", "reverse", "multipliers", "max_registers",
        "forbidden", "points"},
       {}},
      {"meters[].accuracy",
       {"meter", "limit_percent", "ct", "ct_primary", "nominal_voltage", "vt"},
       {}},
      {"meters[].calibration", {"certificate", "valid_until"}, {}},
      {"meters[].battery", {"boundary"}, {}},
      {"meters[].multipliers[]", {"from", "ct", "vt", "applied"}, {}},
      {"points[]",
       {"quantity", "address", "function", "type", "words", "order", "bit", "scale", "modulus",
        "resolution", "sentinels", "rate"},
       {}},
      {"forbidden[]", {"function", "address", "count"}, {}},
      {"virtual_meters[]", {"name", "formula", "role", "point"}, {}},
      {"ledger", {"path", "checkpoints", "interval", "grace", "retention"}, {}},
      {"ledger.retention", {"detail"}, {}},
      {"control", {"socket"}, {}},
      {"profile",
       {"model", "source", "confidence", "max_registers", "forbidden", "points", "sunspec"},
       {}},
      {"sunspec[]", {"models", "points"}, {}},
      {"sunspec[].points[]",
       {"quantity", "offset", "type", "scale_factor", "scale", "resolution", "sentinels", "rate"},
       {}},
      {"policy file", {"policies", "renewable_targets"}, {}},
      {"policies[]", {"id", "cap", "valid_from", "scope", "source", "confidence"}, {}},
      {"policies[].scope",
       {"hub_node", "racks_from", "commissioned_from", "commissioned_before", "retrofitted",
        "park"},
       {}},
      {"renewable_targets[]",
       {"id", "method", "at_least", "above", "valid_from", "scope", "source", "confidence"},
       {}},
      {"renewables", {"grid_cfe", "certificates"}, {}},
      {"factor file", {"factors"}, {}},
      {"factors[]", {"kind", "region", "year", "kg_per_kwh", "source", "confidence"}, {}},
  }};
  return sections;
}

const SectionKeys& keys_of(Section section) {
  return all_sections()[static_cast<std::size_t>(section)];
}

const std::vector<std::string_view>& roles_not_yet() {
  static const std::vector<std::string_view> roles = {};
  return roles;
}

const std::vector<std::string_view>& quantities_not_yet() {
  static const std::vector<std::string_view> quantities = {"status"};
  return quantities;
}

}  // namespace pue::config
