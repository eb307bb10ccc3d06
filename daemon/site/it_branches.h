// The choice of the meters that measure IT energy at a level, branch by branch. It decides which IT
// meters give way to the meters below them; it sums nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "site/meter_tree.h"
#include "site/site_settings.h"

namespace pue::site {

/// The point of an IT meter: its own, else site.it_level.
ItPoint it_point(const SiteSettings& settings, MeterId meter);

/// By MeterId: true for an IT meter above category `level` whose branch is completely metered by IT
/// meters below it (`children: complete` down to each of them, none deeper than the level), so that
/// those count instead. Every other IT meter counts unless it lies below one that does
/// (docs/domain.md, PUE).
std::vector<bool> resolved_by_children(const SiteSettings& settings, const MeterTree& tree,
                                       int level);

/// The usual point of a category: ups_output, pdu_output, it_input.
std::string_view point_of_category(int category);

/// What keeps each branch above category `level` from being measured there, a phrase each: "add
/// meters with point: pdu_output below ups-a". Empty when every branch is.
std::vector<std::string> missing_at_level(const SiteSettings& settings, const MeterTree& tree,
                                          int level);

}  // namespace pue::site
