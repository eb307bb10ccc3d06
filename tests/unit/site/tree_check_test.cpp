#include "site/tree_check.h"

#include <catch2/catch.hpp>

#include "small_site.h"

using namespace pue;
using namespace pue::site;
using namespace std::chrono_literals;

namespace {

using Powers = std::vector<std::optional<Watts>>;
constexpr UtcTime now{1h};

std::vector<BranchResidual> residuals(const SmallSite& site, const Powers& powers) {
  return branch_residuals(site.settings, *MeterTree::build(site.settings.meters), powers, now);
}
Powers watts(const std::vector<double>& values) {
  Powers powers;
  for (const auto value : values) powers.emplace_back(Watts{value});
  return powers;
}
/// A feeder with children a (100) and b (60); each chain has √3 %, so u = 1 %.
SmallSite branch() {
  SmallSite site;
  site.node("main", Role::feeder).meter("a", Role::it, "main").meter("b", Role::cooling, "main");
  for (auto& meter : site.settings.meters) {
    meter.accuracy = Accuracy{};
    meter.accuracy->limit_percent = 1.7320508;
  }
  return site;
}

}  // namespace

TEST_CASE("a parent less its children is the residual, with the tolerance of all of them") {
  const auto found = residuals(branch(), watts({161, 100, 60}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].parent == MeterId{0});
  CHECK(found[0].residual.value == Approx(1));
  // 2 · √(1.61² + 1² + 0.6²) = 2 · √3.9521 = 3.97598
  CHECK(found[0].tolerance->value == Approx(3.97598).epsilon(1e-5));
  CHECK_FALSE(found[0].beyond_tolerance());
  CHECK_FALSE(found[0].suspect.has_value());
}

TEST_CASE("beyond the tolerance the child whose removal explains most is named") {
  // b hangs elsewhere: 100 − 160 = −60; without b 0, without a +40.
  const auto found = residuals(branch(), watts({100, 100, 60}));
  CHECK(found[0].residual.value == Approx(-60));
  CHECK(found[0].beyond_tolerance());
  CHECK(found[0].suspect == MeterId{2});
}

TEST_CASE("of two children that explain the same, the first is named") {
  // 60 too much below it; without either of the two 60s nothing is left.
  SmallSite site = branch();
  site.meter("c", Role::it, "main");
  CHECK(residuals(site, watts({160, 100, 60, 60}))[0].suspect == MeterId{2});
}

TEST_CASE("where no removal makes it smaller, nobody is suspected") {
  const auto found = residuals(branch(), watts({200, 100, 60}));  // 40 more than its children
  CHECK(found[0].beyond_tolerance());
  CHECK_FALSE(found[0].suspect.has_value());
  CHECK_FALSE(residuals(branch(), watts({100, 100, 0}))[0].suspect.has_value());
}

TEST_CASE("without the class of one meter there is no tolerance, but a suspect") {
  auto site = branch();
  site.last().accuracy.reset();
  const auto found = residuals(site, watts({100, 100, 60}));
  CHECK_FALSE(found[0].tolerance.has_value());
  CHECK_FALSE(found[0].beyond_tolerance());
  CHECK(found[0].suspect == MeterId{2});
  site.last().accuracy = Accuracy{};  // a CT, say, without the class of its meter
  CHECK_FALSE(residuals(site, watts({100, 100, 60}))[0].tolerance.has_value());
}

TEST_CASE("a branch with a power that is not known is not judged") {
  CHECK(residuals(branch(), {Watts{160}, Watts{100}, std::nullopt}).empty());
  CHECK(residuals(branch(), {std::nullopt, Watts{100}, Watts{60}}).empty());
}

TEST_CASE("only branches with complete children are judged, and only with children") {
  auto site = branch();
  site.settings.meters[0].children_complete = false;
  CHECK(residuals(site, watts({1, 1, 1})).empty());
  SmallSite alone;
  CHECK(residuals(alone.node("main", Role::feeder), watts({1})).empty());
}

TEST_CASE("generation and discharge below a meter flow upwards, second meters do not count") {
  SmallSite site;
  site.node("grid", Role::grid).meter("load", Role::it, "grid").meter("pv", Role::solar, "grid");
  site.meter("battery", Role::battery, "grid").meter("second", Role::check, "grid");
  site.meter("held", Role::curtailed, "grid").meter("wind", Role::wind, "grid");
  site.meter("gen", Role::genset, "grid").meter("out", Role::export_, "grid");
  // 100 − 30 − 10 − 5 − 4 + 2 = 53
  const auto found = residuals(site, watts({53, 100, 30, 10, 999, 999, 5, 4, 2}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].residual.value == Approx(0).margin(1e-9));
}

TEST_CASE("a plant's own meter is no branch to judge") {
  SmallSite site;
  site.node("plant", Role::solar).meter("inverters", Role::feeder, "plant");
  site.node("store", Role::battery).meter("aux", Role::other, "store");
  CHECK(residuals(site, watts({10, 10, 10, 10})).empty());
}

TEST_CASE("a child that is not in place does not belong to the sum") {
  auto site = branch();
  auto& b = site.last();
  b.from = now;  // from now on
  CHECK(residuals(site, watts({160, 100, 60}))[0].residual.value == Approx(0));
  b.from = now + 1ns;
  CHECK(residuals(site, watts({160, 100, 60}))[0].residual.value == Approx(60));
  b.from.reset();
  b.to = now;  // until now
  CHECK(residuals(site, watts({160, 100, 60}))[0].residual.value == Approx(60));
  b.to = now + 1ns;
  CHECK(residuals(site, watts({160, 100, 60}))[0].residual.value == Approx(0));
  site.settings.meters[0].to = now;
  CHECK(residuals(site, watts({160, 100, 60})).empty());
}

TEST_CASE("the tolerance is a bound that may be reached") {
  BranchResidual residual{MeterId{0}, Watts{-4}, Watts{4}, std::nullopt};
  CHECK_FALSE(residual.beyond_tolerance());
  residual.residual = Watts{-4.1};
  CHECK(residual.beyond_tolerance());
}
