// The site as the operator describes it: facts, meters with their place in the tree, and virtual
// meters. Validated when built by the configuration loader; `site::SiteModel` turns it into sums.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/units.h"
#include "base/zone.h"
#include "site/role.h"

namespace pue::site {

/// Facts from which the policy rows that apply are derived (docs/domain.md, policy).
struct SiteFacts {
  std::string name;
  bool hub_node = false;
  std::optional<std::chrono::year_month_day> commissioned;
  std::optional<int> standard_racks;
  std::optional<std::chrono::year_month_day> retrofit_completed;
  std::optional<std::chrono::year_month_day> in_service;
  std::optional<Watts> design_it_power;
  /// Below it, ratios of windows up to 1 h are absent; default 5 % of design_it_power, else none.
  std::optional<Watts> min_it_power;
  ItPoint it_level = ItPoint::ups_output;
};

struct MeterPlace {
  std::string name;
  Role role = Role::other;
  std::optional<ItPoint> point;  // with Role::it only; default site.it_level
  std::optional<MeterId> parent;
  bool children_complete = false;
};

struct FormulaTerm {
  int sign = 1;  // +1 or −1
  MeterId meter;
};

/// A subsystem measured by difference, e.g. UPS losses: "ups-in - ups-out".
struct VirtualMeter {
  std::string name;
  Role role = Role::power_loss;
  std::vector<FormulaTerm> terms;
};

struct SiteSettings {
  SiteFacts facts;
  Zone zone = Zone::fixed("UTC", std::chrono::seconds{0});
  std::vector<MeterPlace> meters;  // by MeterId
  std::vector<VirtualMeter> virtual_meters;
};

}  // namespace pue::site
