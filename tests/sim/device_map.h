// Which meter answers at a port and unit id.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/site_description.h"

namespace pue::sim {

class DeviceMap {
 public:
  DeviceMap(const SiteDescription& site, std::size_t port) : meters_(256) {
    for (std::size_t i = 0; i < site.meters.size(); ++i)
      if (site.meters[i].port == port) meters_[static_cast<std::size_t>(site.meters[i].unit)] = i;
  }
  /// Index into SiteDescription::meters, or nothing where no unit has that id.
  std::optional<std::size_t> meter_of(int unit) const {
    return meters_.at(static_cast<std::size_t>(unit));
  }

 private:
  std::vector<std::optional<std::size_t>> meters_;  // by unit id
};

}  // namespace pue::sim
