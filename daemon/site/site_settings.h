// The site as the operator describes it: facts, meters with their place in the tree, and virtual
// meters. Validated when built by the configuration loader; `site::SiteModel` turns it into sums.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "base/units.h"
#include "base/zone.h"
#include "site/accuracy.h"
#include "site/coefficient.h"
#include "site/park.h"
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
  std::optional<Park> park;
  /// Whose CO2 factor the grid's energy takes (config/factors/): "inner-mongolia"; "" not stated.
  std::string grid_region;
};

/// The certificate of a calibration (检定/校准).
struct Calibration {
  std::string certificate;
  std::optional<std::chrono::year_month_day> valid_until = {};
  bool operator==(const Calibration&) const = default;
};

struct MeterPlace {
  std::string name;
  Role role = Role::other;
  std::optional<ItPoint> point = {};  // with Role::it only; default site.it_level
  std::optional<MeterId> parent = {};
  bool children_complete = false;
  Supplies supplies = Supplies::site;                  // with sources only
  BatteryBoundary boundary = BatteryBoundary::inside;  // with Role::battery only
  std::optional<MeterId> checks = {};                  // with Role::check only
  /// With overhead roles: the subsystem it counts in instead of its role's.
  std::optional<Subsystem> subsystem = {};
  /// The meter is part of the site from `from` until `to`, quarter hours both; outside it counts as
  /// 0 and is not required.
  std::optional<UtcTime> from = {};
  std::optional<UtcTime> to = {};
  /// What flows back is counted: by an export register, or by power alone.
  bool counts_export = false;
  /// It counts import − export in one register: what was exported of it nobody knows.
  bool export_unknown = false;
  std::optional<Watts> max_power = {};
  std::optional<Accuracy> accuracy = {};
  std::optional<Calibration> calibration = {};
  std::string zone = {};    // a label: room, row
  std::string serial = {};  // as on the name plate

  /// A source whose energy enters the site: an outside battery is one.
  bool supplies_site() const {
    if (role == Role::battery) return boundary == BatteryBoundary::outside;
    return is_source(role) && supplies == Supplies::site;
  }
};

/// The position of a virtual meter in SiteSettings::virtual_meters.
struct VirtualMeterId {
  std::uint32_t index = 0;
  auto operator<=>(const VirtualMeterId&) const = default;
};

struct FormulaTerm {
  Coefficient coefficient;
  std::variant<MeterId, VirtualMeterId> of;
};

/// A linear formula of meters, e.g. UPS losses: "ups-in - ups-out".
struct VirtualMeter {
  std::string name;
  Role role = Role::power_loss;
  std::vector<FormulaTerm> terms;
  std::optional<ItPoint> point = {};  // with Role::it only; default site.it_level
};

struct SiteSettings {
  SiteFacts facts;
  Zone zone = Zone::fixed("UTC", std::chrono::seconds{0});
  std::vector<MeterPlace> meters;  // by MeterId
  std::vector<VirtualMeter> virtual_meters;
};

}  // namespace pue::site
