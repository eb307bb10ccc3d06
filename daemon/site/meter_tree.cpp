#include "site/meter_tree.h"

#include <fmt/format.h>

#include "base/limits.h"

namespace pue::site {
namespace {

std::optional<Error> check_way_up(const std::vector<MeterPlace>& meters, const MeterPlace& meter) {
  std::size_t depth = 0;
  for (const MeterPlace* at = &meter; at->parent; at = &meters[at->parent->index]) {
    if (at->parent->index >= meters.size()) {
      return Error{
          fmt::format("meter {}: its parent does not exist; name a meter of this site", at->name)};
    }
    if (++depth > limits::meter_tree_depth) {
      return Error{fmt::format(
          "meter {}: its parents form a circle or more than {} levels; a parent is the meter that "
          "feeds this one, correct `parent`",
          meter.name, limits::meter_tree_depth)};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<MeterTree> MeterTree::build(const std::vector<MeterPlace>& meters) {
  MeterTree tree;
  tree.children_.resize(meters.size());
  for (std::uint32_t index = 0; index < meters.size(); ++index) {
    if (auto error = check_way_up(meters, meters[index])) return *error;
    const auto& parent = meters[index].parent;
    tree.parents_.push_back(parent);
    if (parent) tree.children_[parent->index].push_back(MeterId{index});
  }
  return tree;
}

}  // namespace pue::site
