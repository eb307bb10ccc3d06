#include "site/meter_tree.h"

#include <catch2/catch.hpp>

#include "base/limits.h"
#include "small_site.h"

using namespace pue;
using namespace pue::site;

TEST_CASE(
    "a meter's children are those that name it as parent, in the order of the configuration") {
  SmallSite site;
  site.meter("main", Role::feeder).meter("a", Role::it, "main").meter("b", Role::cooling, "main");
  const auto tree = MeterTree::build(site.settings.meters);
  REQUIRE(tree.has_value());
  CHECK(tree->children(MeterId{0}) == std::vector{MeterId{1}, MeterId{2}});
  CHECK(tree->children(MeterId{1}).empty());
}

TEST_CASE("the nearest accepted meter above is found over others between them") {
  SmallSite site;
  site.meter("grid", Role::grid).meter("f1", Role::feeder, "grid").meter("f2", Role::feeder, "f1");
  const auto tree = MeterTree::build(site.settings.meters);
  REQUIRE(tree.has_value());
  const auto is_grid = [](MeterId meter) { return meter.index == 0; };
  CHECK(tree->nearest_above(MeterId{2}, is_grid) == MeterId{0});
  CHECK_FALSE(tree->nearest_above(MeterId{0}, is_grid));
}

TEST_CASE("a circle of parents is refused with the name of a meter in it") {
  SmallSite site;
  site.meter("a", Role::feeder).meter("b", Role::feeder, "a");
  site.settings.meters[0].parent = MeterId{1};
  const auto tree = MeterTree::build(site.settings.meters);
  REQUIRE(tree.has_error());
  CHECK(tree.error().message.find("meter a:") == 0);
  CHECK(tree.error().message.find("circle") != std::string::npos);
}

TEST_CASE("a parent that does not exist is refused") {
  SmallSite site;
  site.meter("a", Role::feeder);
  site.settings.meters[0].parent = MeterId{7};
  const auto tree = MeterTree::build(site.settings.meters);
  REQUIRE(tree.has_error());
  CHECK(tree.error().message.find("meter a: its parent does not exist") == 0);
}

TEST_CASE("a branch is as deep as the limit and no deeper") {
  SmallSite site;
  site.meter("m0", Role::feeder);
  const auto deepen_to = [&](std::size_t depth) {
    for (auto level = site.settings.meters.size(); level <= depth; ++level) {
      site.meter("m" + std::to_string(level), Role::feeder, "m" + std::to_string(level - 1));
    }
  };
  deepen_to(limits::meter_tree_depth);
  CHECK(MeterTree::build(site.settings.meters).has_value());
  deepen_to(limits::meter_tree_depth + 1);
  CHECK(MeterTree::build(site.settings.meters).has_error());
}
