#include "site/signed_sum.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::site;

namespace {

constexpr MeterId a{0}, b{1}, c{2};

auto joules(std::vector<std::optional<Joules>> values) {
  return [values](MeterId meter) { return values[meter.index]; };
}

}  // namespace

TEST_CASE("a sum has each meter once, in order, and none with nothing") {
  const Coefficients coefficients = {{c, {-1}}, {a, {5}}, {b, {0}}};
  CHECK(signed_sum(coefficients) == SignedSum{{a, {5}}, {c, {-1}}});
}

TEST_CASE("a sum is added with a factor, what is no coefficient is refused") {
  Coefficients total = {{a, Coefficient::whole(1)}};
  REQUIRE(add(total, {500'000}, {{a, {300'000}}, {b, {-200'000}}}));
  CHECK(total[a].millionths == 1'150'000);  // 1 + 0.5 · 0.3
  CHECK(total[b].millionths == -100'000);
  CHECK_FALSE(add(total, {500'000}, {{a, {1}}}));  // seven digits
  Coefficients full = {{a, Coefficient::whole(1000)}};
  CHECK_FALSE(add(full, Coefficient::whole(1), {{a, {1}}}));
}

TEST_CASE("a sum with a part of a meter is allocated, one of whole meters is not") {
  CHECK_FALSE(is_allocated({{a, Coefficient::whole(1)}, {b, Coefficient::whole(-1)}}));
  CHECK(is_allocated({{a, Coefficient::whole(1)}, {b, {350'000}}}));
  CHECK_FALSE(is_allocated({}));
}

TEST_CASE("a sum of whole meters is exact") {
  const SignedSum sum = {{a, Coefficient::whole(1)}, {b, Coefficient::whole(-1)}};
  CHECK(energy(sum, joules({Joules{7}, Joules{9}})) == Joules{-2});
  // 9e18 + 1 − 9e18: no double would keep the 1.
  const SignedSum large = {
      {a, Coefficient::whole(1)}, {b, Coefficient::whole(1)}, {c, Coefficient::whole(-1)}};
  const Joules most{9'000'000'000'000'000'000};
  CHECK(energy(large, joules({most, Joules{1}, most})) == Joules{1});
}

TEST_CASE("a sum of parts is rounded down once, not term by term") {
  // 0.35 · 3 + 0.5 · 3 = 1.05 + 1.5 = 2.55 → 2; term by term it were 1 + 1 = 2;
  // 0.5 · 1 + 0.5 · 1 = 1, term by term 0.
  CHECK(energy({{a, {350'000}}, {b, {500'000}}}, joules({Joules{3}, Joules{3}})) == Joules{2});
  CHECK(energy({{a, {500'000}}, {b, {500'000}}}, joules({Joules{1}, Joules{1}})) == Joules{1});
  CHECK(energy({{a, {-500'000}}}, joules({Joules{1}})) == Joules{-1});  // −0.5, down
}

TEST_CASE("a sum with an absent meter is absent, one without meters is nothing") {
  CHECK_FALSE(energy({{a, {}}, {b, {}}}, joules({Joules{1}, std::nullopt})).has_value());
  CHECK(energy({}, joules({})) == Joules{0});
}

TEST_CASE("a sum of powers takes parts of meters and is absent with one of them") {
  const auto watts = [](MeterId meter) -> std::optional<Watts> {
    if (meter == c) return std::nullopt;
    return Watts{meter == a ? 100.0 : 40.0};
  };
  CHECK(power({{a, Coefficient::whole(1)}, {b, {-250'000}}}, watts) == Watts{90});
  CHECK_FALSE(power({{a, {}}, {c, {}}}, watts).has_value());
}

TEST_CASE("the weight of parts adds up whatever their sign") {
  ExactEnergy weight;
  weight.add_size({-500'000}, Joules{3});  // 1.5
  weight.add_size({500'000}, Joules{-1});  // 0.5
  weight.add_size({500'000}, Joules{2});   // 1
  CHECK(weight.floor() == Joules{3});
}
