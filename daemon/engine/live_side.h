// One side of the live ratio, facility or IT, when inputs are lost: as long as they are small, each
// enters as its last mean. Whether a power is fresh, and how old a mean may be, is asked elsewhere.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "site/signed_sum.h"

namespace pue::engine {

struct LiveSide {
  /// Absent: a lost input has no mean, or those that are lost are together more than 1 % of it.
  std::optional<Watts> power;
  std::vector<MeterId> estimated;  // only with `power`
};

using PowerOf = std::function<std::optional<Watts>(MeterId)>;

/// `mean` is asked for the meters whose `fresh` power is absent.
LiveSide live_side(const site::SignedSum& sum, const PowerOf& fresh, const PowerOf& mean);

}  // namespace pue::engine
