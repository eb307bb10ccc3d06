// Which meter feeds which: the tree that `parent` describes. It knows places, not roles or
// energies.
#pragma once

#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "site/site_settings.h"

namespace pue::site {

class MeterTree {
 public:
  /// Error: a parent that does not exist, a circle of parents, or a branch deeper than
  /// limits::meter_tree_depth; the message names the meter.
  static Result<MeterTree> build(const std::vector<MeterPlace>& meters);

  const std::vector<MeterId>& children(MeterId meter) const { return children_[meter.index]; }

  /// The nearest meter above `meter` that `wanted` accepts.
  template <class Predicate>
  std::optional<MeterId> nearest_above(MeterId meter, Predicate wanted) const {
    auto above = parents_[meter.index];
    while (above && !wanted(*above)) above = parents_[above->index];
    return above;
  }

 private:
  MeterTree() = default;
  std::vector<std::optional<MeterId>> parents_;  // by MeterId
  std::vector<std::vector<MeterId>> children_;   // by MeterId
};

}  // namespace pue::site
