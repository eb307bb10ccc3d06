#include "engine/live_side.h"

#include <catch2/catch.hpp>
#include <map>

using namespace pue;
using namespace pue::engine;

namespace {

constexpr MeterId a{0}, b{1}, c{2};

using Powers = std::map<MeterId, double>;

PowerOf power_of(const Powers& powers) {
  return [powers](MeterId meter) -> std::optional<Watts> {
    const auto found = powers.find(meter);
    if (found == powers.end()) return std::nullopt;
    return Watts{found->second};
  };
}

site::SignedSum sum(std::initializer_list<std::pair<MeterId, std::int64_t>> terms) {
  site::SignedSum sum;
  for (const auto& [meter, millionths] : terms) sum.push_back({meter, {millionths}});
  return sum;
}

constexpr std::int64_t one = 1'000'000;

}  // namespace

TEST_CASE("with every input fresh a side is their signed sum and no mean is asked for") {
  const auto side = live_side(sum({{a, one}, {b, -one}}), power_of({{a, 100e3}, {b, 20e3}}),
                              power_of({{a, 1}, {b, 1}}));
  CHECK(side.power == Watts{80e3});
  CHECK(side.estimated.empty());
}

TEST_CASE("a lost input of exactly 1 % of its side enters as its mean, a larger one does not") {
  const auto both = sum({{a, one}, {b, one}});
  // 800 / (79,200 + 800) is 1 %.
  const auto small = live_side(both, power_of({{a, 79'200}}), power_of({{b, 800}}));
  CHECK(small.power == Watts{80e3});
  CHECK(small.estimated == std::vector<MeterId>{b});
  const auto large = live_side(both, power_of({{a, 79'199}}), power_of({{b, 800}}));
  CHECK_FALSE(large.power);
  CHECK(large.estimated.empty());
}

TEST_CASE("lost inputs are judged together, by size and not by sign") {
  const auto three = sum({{a, one}, {b, one}, {c, -one}});
  // 600 + 600 of 100,000: that they cancel does not make them known.
  CHECK_FALSE(live_side(three, power_of({{a, 100e3}}), power_of({{b, 600}, {c, 600}})).power);
  CHECK(live_side(three, power_of({{a, 100e3}}), power_of({{b, 500}, {c, 500}})).power);
}

TEST_CASE("a coefficient weighs what is lost: a quarter of 2,400 W is 600 W") {
  const auto side =
      live_side(sum({{a, one}, {b, one / 4}}), power_of({{a, 99'400}}), power_of({{b, 2'400}}));
  CHECK(side.power == Watts{100e3});
}

TEST_CASE("a lost input without a mean makes its side absent") {
  CHECK_FALSE(live_side(sum({{a, one}, {b, one}}), power_of({{a, 100e3}}), power_of({})).power);
}

TEST_CASE("a lost input whose mean is 0 enters a side of any size") {
  const auto side = live_side(sum({{a, one}, {b, one}}), power_of({{a, 0}}), power_of({{b, 0}}));
  CHECK(side.power == Watts{0});
}
