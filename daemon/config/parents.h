// `parent:` of meters → the tree. A circle of parents is reported.
#pragma once

#include <vector>

#include "config/references.h"
#include "site/site_settings.h"

namespace pue::config {

/// Sets MeterPlace::parent. Of each circle one meter is reported and gets none.
void set_parents(const std::vector<Reference>& parents, std::vector<site::MeterPlace>& meters,
                 ErrorList& errors);

}  // namespace pue::config
