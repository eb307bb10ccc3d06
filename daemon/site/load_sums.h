// Every load of the site in one sum of its role: what is metered below a load of another role is
// taken out of it. It knows loads and what leaves the site; sources are summed by SiteModel.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "site/formulas.h"
#include "site/meter_tree.h"
#include "site/signed_sum.h"
#include "site/site_settings.h"

namespace pue::site {

using SumsByRole = std::map<Role, Coefficients>;

/// With IT energy measured at category `level` where branches are complete (it_branches.h). The key
/// of a meter with `subsystem` is that subsystem's role.
SumsByRole load_sums(const SiteSettings& settings, const MeterTree& tree,
                     const std::vector<WrittenOut>& formulas, int level);

/// The categories of the meters that make E_it, lowest and highest.
struct Categories {
  int lowest = 3;
  int highest = 1;
};
Categories categories(const SiteSettings& settings, const SignedSum& it);

}  // namespace pue::site
