// A site for tests, meter by meter; parents are named, as in the configuration.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "site/site_settings.h"

namespace pue::site {

struct SmallSite {
  SiteSettings settings;
  std::map<std::string, MeterId> ids;

  SmallSite& add(MeterPlace place, const std::string& parent = "") {
    if (!parent.empty()) place.parent = ids.at(parent);
    ids[place.name] = MeterId{static_cast<std::uint32_t>(settings.meters.size())};
    settings.meters.push_back(std::move(place));
    return *this;
  }
  SmallSite& meter(const std::string& name, Role role, const std::string& parent = "") {
    return add({name, role, std::nullopt, std::nullopt, false}, parent);
  }
  /// A meter whose children together measure all that passes it.
  SmallSite& node(const std::string& name, Role role, const std::string& parent = "") {
    return add({name, role, std::nullopt, std::nullopt, true}, parent);
  }
  SmallSite& it(const std::string& name, ItPoint point, const std::string& parent = "") {
    return add({name, Role::it, point, std::nullopt, false}, parent);
  }
  SmallSite& it_node(const std::string& name, ItPoint point, const std::string& parent = "") {
    return add({name, Role::it, point, std::nullopt, true}, parent);
  }
  /// formula: {+1, "ups-in"}, {-1, "ups-out"}
  SmallSite& by_difference(const std::string& name, Role role,
                           const std::vector<std::pair<int, std::string>>& formula) {
    VirtualMeter meter{name, role, {}};
    for (const auto& [sign, of] : formula) meter.terms.push_back({sign, ids.at(of)});
    settings.virtual_meters.push_back(std::move(meter));
    return *this;
  }
  SmallSite& level(ItPoint point) {
    settings.facts.it_level = point;
    return *this;
  }
};

}  // namespace pue::site
