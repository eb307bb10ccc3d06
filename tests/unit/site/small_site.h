// A site for tests, meter by meter; parents are named, as in the configuration.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "site/site_settings.h"

namespace pue::site {

struct SmallSite {
  SiteSettings settings;
  std::map<std::string, MeterId> ids;
  std::map<std::string, VirtualMeterId> virtual_ids;

  SmallSite& add(MeterPlace place, const std::string& parent = "") {
    if (!parent.empty()) place.parent = ids.at(parent);
    ids[place.name] = MeterId{static_cast<std::uint32_t>(settings.meters.size())};
    settings.meters.push_back(std::move(place));
    return *this;
  }
  SmallSite& meter(const std::string& name, Role role, const std::string& parent = "") {
    return add({name, role}, parent);
  }
  /// A meter whose children together measure all that passes it.
  SmallSite& node(const std::string& name, Role role, const std::string& parent = "") {
    return add({.name = name, .role = role, .children_complete = true}, parent);
  }
  SmallSite& it(const std::string& name, ItPoint point, const std::string& parent = "") {
    return add({name, Role::it, point}, parent);
  }
  SmallSite& it_node(const std::string& name, ItPoint point, const std::string& parent = "") {
    return add({.name = name, .role = Role::it, .point = point, .children_complete = true}, parent);
  }
  SmallSite& source(const std::string& name, Role role, Supplies supplies,
                    const std::string& parent = "") {
    return add({.name = name, .role = role, .supplies = supplies}, parent);
  }
  SmallSite& outside_battery(const std::string& name, const std::string& parent = "") {
    return add({.name = name, .role = Role::battery, .boundary = BatteryBoundary::outside}, parent);
  }
  /// The meter just added, to be told more.
  MeterPlace& last() { return settings.meters.back(); }

  /// formula: {1, "ups-in"}, {-1, "ups-out"}; numbers have up to six digits after the point, names
  /// are of meters and of virtual meters before it.
  SmallSite& formula(const std::string& name, Role role,
                     const std::vector<std::pair<double, std::string>>& terms) {
    VirtualMeter meter{name, role, {}};
    for (const auto& [factor, of] : terms) {
      meter.terms.push_back({Coefficient{std::llround(factor * 1e6)}, operand(of)});
    }
    const auto index = static_cast<std::uint32_t>(settings.virtual_meters.size());
    virtual_ids.emplace(name, VirtualMeterId{index});
    settings.virtual_meters.push_back(std::move(meter));
    return *this;
  }
  std::variant<MeterId, VirtualMeterId> operand(const std::string& of) const {
    if (const auto found = virtual_ids.find(of); found != virtual_ids.end()) return found->second;
    return ids.at(of);
  }
  SmallSite& level(ItPoint point) {
    settings.facts.it_level = point;
    return *this;
  }
};

}  // namespace pue::site
