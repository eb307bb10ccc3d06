// A pued.yaml for the simulated site as it is listening now. The daemon's keys are taken from
// SITE.yaml as they stand there; only addresses and register maps are added.
#pragma once

#include <string>
#include <vector>

#include "sim/site_description.h"

namespace pue::sim {

struct ConfigChoices {
  std::vector<std::string> link_urls;  // by port of the site
  std::string ledger;                  // "" leaves the ledger out
  std::string poll_interval;
};

/// YAML text. A meter whose map is that of a profile names it; one with other registers, or with a
/// step that its profile does not know, gets points of its own.
std::string pued_config(const SiteDescription& site, const ConfigChoices& choices);

}  // namespace pue::sim
