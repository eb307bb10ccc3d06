#include "site/formulas.h"

#include <catch2/catch.hpp>

#include "base/limits.h"
#include "small_site.h"

using namespace pue;
using namespace pue::site;

namespace {

SmallSite three_meters() {
  SmallSite site;
  return site.meter("a", Role::feeder).meter("b", Role::feeder).meter("c", Role::feeder);
}

std::vector<WrittenOut> written(const SmallSite& site) {
  auto result = write_out_formulas(site.settings.meters.size(), site.settings.virtual_meters);
  REQUIRE(std::holds_alternative<std::vector<WrittenOut>>(result));
  return std::get<std::vector<WrittenOut>>(result);
}
FormulaError wrong(const std::vector<VirtualMeter>& meters) {
  auto result = write_out_formulas(3, meters);
  REQUIRE(std::holds_alternative<FormulaError>(result));
  return std::get<FormulaError>(result);
}
VirtualMeter virtual_meter(const std::string& name, std::vector<std::uint32_t> of,
                           Coefficient coefficient = {}) {
  VirtualMeter meter{name, Role::other, {}};
  for (const auto index : of) meter.terms.push_back({coefficient, VirtualMeterId{index}});
  return meter;
}
/// v0 = meter 0, v1 = v0, v2 = v1, …; first or last formula first.
std::vector<VirtualMeter> chain(std::size_t length, bool leaf_first) {
  std::vector<VirtualMeter> meters(length);
  for (std::size_t level = 0; level < length; ++level) {
    const auto at = [&](std::size_t l) { return leaf_first ? l : length - 1 - l; };
    FormulaTerm term{{}, MeterId{0}};
    if (level > 0) term.of = VirtualMeterId{static_cast<std::uint32_t>(at(level - 1))};
    meters[at(level)] = {"v" + std::to_string(level), Role::other, {term}};
  }
  return meters;
}

}  // namespace

TEST_CASE("a formula within a formula is written out to physical meters, exactly") {
  auto site = three_meters();
  site.formula("inner", Role::feeder, {{0.5, "a"}, {-1, "b"}});
  site.formula("outer", Role::other, {{0.35, "inner"}, {2, "c"}, {0.25, "b"}});
  const auto formulas = written(site);
  // 0.35 · 0.5 = 0.175; −0.35 + 0.25 = −0.1
  CHECK(formulas[1].sum ==
        SignedSum{{MeterId{0}, {175'000}}, {MeterId{1}, {-100'000}}, {MeterId{2}, {2'000'000}}});
  CHECK(formulas[1].through == std::map<VirtualMeterId, Coefficient>{{{0}, {350'000}}});
  CHECK(formulas[0].through.empty());
}

TEST_CASE("what a formula goes through is multiplied on the way, what cancels is not there") {
  auto site = three_meters();
  site.formula("x", Role::feeder, {{1, "a"}}).formula("y", Role::feeder, {{-0.5, "x"}, {1, "b"}});
  site.formula("z", Role::other, {{2, "y"}, {1, "x"}, {1, "c"}});
  const auto formulas = written(site);
  CHECK(formulas[2].sum ==
        SignedSum{{MeterId{1}, Coefficient::whole(2)}, {MeterId{2}, Coefficient::whole(1)}});
  CHECK(formulas[2].through == std::map<VirtualMeterId, Coefficient>{{{1}, Coefficient::whole(2)}});
}

TEST_CASE("a formula may stand before the one that it names") {
  std::vector<VirtualMeter> meters = {virtual_meter("first", {1}),
                                      {"second", Role::feeder, {{{}, MeterId{2}}}}};
  const auto result = write_out_formulas(3, meters);
  CHECK(std::get<std::vector<WrittenOut>>(result)[0].sum == SignedSum{{MeterId{2}}});
}

TEST_CASE("a circle of formulas is told with the way round, without the tail that leads to it") {
  const auto error =
      wrong({virtual_meter("tail", {1}), virtual_meter("x", {2}), virtual_meter("y", {1})});
  CHECK(error.meter == VirtualMeterId{1});
  CHECK(error.message ==
        "virtual meter x: the formulas form a circle (x, y, x); take one meter out of it");
  CHECK(wrong({virtual_meter("self", {0})}).message ==
        "virtual meter self: the formulas form a circle (self, self); take one meter out of it");
}

TEST_CASE("formulas nest to 16 levels, in whatever order they stand") {
  for (const bool leaf_first : {true, false}) {
    CHECK(write_out_formulas(1, chain(limits::formula_depth, leaf_first)).index() == 0);
    const auto result = write_out_formulas(1, chain(limits::formula_depth + 1, leaf_first));
    REQUIRE(result.index() == 1);
    const auto& error = std::get<FormulaError>(result);
    CHECK(error.message.find("more than 16 levels") != std::string::npos);
    CHECK(error.meter == VirtualMeterId{16});  // at whichever end: the seventeenth that is met
  }
}

TEST_CASE("formulas that grow beyond the bound of terms are refused") {
  // 1000 meters, and 1000 formulas of all of them: 1,000,000 terms and no more.
  VirtualMeter all{"all", Role::feeder, {}};
  for (std::uint32_t i = 0; i < 1000; ++i) all.terms.push_back({{}, MeterId{i}});
  std::vector<VirtualMeter> meters(1000, all);
  CHECK(write_out_formulas(1000, meters).index() == 0);
  meters.push_back({"one", Role::feeder, {{{}, MeterId{0}}}});
  const auto result = write_out_formulas(1000, meters);
  REQUIRE(result.index() == 1);
  CHECK(std::get<FormulaError>(result).message.find("more than 1000000 terms") !=
        std::string::npos);
}

TEST_CASE("a formula within many others is written out once") {
  // 1000 terms, and 998 formulas of that one: 1000 + 998 · (1000 terms and the formula they go
  // through) = 999,998.
  VirtualMeter all{"all", Role::feeder, {}};
  for (std::uint32_t i = 0; i < 1000; ++i) all.terms.push_back({{}, MeterId{i}});
  std::vector<VirtualMeter> meters(999, virtual_meter("again", {0}));
  meters[0] = all;
  CHECK(write_out_formulas(1000, meters).index() == 0);
}

TEST_CASE("an operand that does not exist is refused, physical or virtual") {
  CHECK(wrong({{"v", Role::other, {{{}, MeterId{3}}}}}).message.find("does not exist") !=
        std::string::npos);
  CHECK(wrong({virtual_meter("v", {1})}).message.find("does not exist") != std::string::npos);
}

TEST_CASE("a coefficient that cannot be written exactly asks for round ones") {
  const VirtualMeter tiny{"tiny", Role::feeder, {{{1}, MeterId{0}}}};
  CHECK(wrong({tiny, virtual_meter("half", {0}, {500'000})}).message.find("round the") !=
        std::string::npos);
  const auto thousand = Coefficient::whole(1000);
  CHECK(wrong({{"k", Role::feeder, {{thousand, MeterId{0}}, {thousand, MeterId{0}}}}})
            .message.find("beyond 1000") != std::string::npos);
}
