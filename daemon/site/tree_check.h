// Whether meters agree with the meters below them: a parent whose children carry all its energy
// against their sum. It corrects nothing: the readings are kept, the residual is shown.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "site/meter_tree.h"
#include "site/site_settings.h"

namespace pue::site {

struct BranchResidual {
  MeterId parent;
  /// Parent − Σ children, positive: more goes in than comes out (losses, or a child not metered).
  Watts residual;
  /// U = 2 · √(Σ (P·u)²) over parent and children; absent when one of them has no class.
  std::optional<Watts> tolerance;
  /// The child whose removal leaves the smallest residual, where that is smaller than with it: it
  /// hangs elsewhere, or counts the wrong way. Absent within the tolerance.
  std::optional<MeterId> suspect;

  /// False too where the tolerance is not known.
  bool beyond_tolerance() const;
};

/// Every loads', feeders' or grid meter's branch with `children: complete`, in place and with all
/// powers known. `powers` by MeterId: live ones, or an interval's energies over its length (times
/// the length, residual and tolerance are its joules again).
std::vector<BranchResidual> branch_residuals(const SiteSettings& settings, const MeterTree& tree,
                                             const std::vector<std::optional<Watts>>& powers,
                                             UtcTime at);

}  // namespace pue::site
