#include "site/renewable_use.h"

#include <catch2/catch.hpp>

using pue::Joules;
using pue::Watts;
using pue::site::microwatts;
using pue::site::most_possible;
using pue::site::used_on_site;

TEST_CASE("without export all generation is used on site") {
  CHECK(used_on_site(Joules{300}, Joules{100}, Joules{0}).count == 300);
}

TEST_CASE("export is taken from all generation in proportion") {
  // 300 renewable + 100 diesel = 400 generated, 100 sent out, 300 kept: three quarters are green.
  CHECK(used_on_site(Joules{300}, Joules{100}, Joules{100}).count == 225);
}

TEST_CASE("export of more than the generation leaves nothing, not less than nothing") {
  CHECK(used_on_site(Joules{300}, Joules{0}, Joules{301}).count == 0);
}

TEST_CASE("an inverter's own consumption at night is no generation") {
  CHECK(used_on_site(Joules{-5}, Joules{0}, Joules{0}).count == 0);
  CHECK(used_on_site(Joules{-5}, Joules{100}, Joules{50}).count == 0);
  CHECK(used_on_site(Joules{100}, Joules{-50}, Joules{0}).count == 100);
}

TEST_CASE("a fraction of a joule is rounded down, never up") {
  // 2 of 3 kept: 1 · 2 / 3 = 0.67
  CHECK(used_on_site(Joules{1}, Joules{2}, Joules{1}).count == 0);
}

TEST_CASE("a year of 100 MW does not overflow") {
  // 1e8 W · 31 536 000 s = 3.1536e15 J; half of all generation is exported.
  const Joules year{3'153'600'000'000'000};
  CHECK(used_on_site(year, year, year).count == 1'576'800'000'000'000);
}

TEST_CASE("the most that can have been generated is 1.2 times the greatest power") {
  using namespace std::chrono_literals;
  // 1.2 · 1 MW · 900 s
  CHECK(most_possible(microwatts(Watts{1e6}), 900s).count == 1'080'000'000);
  // 1.2 · 0.5 W · 1 s = 0.6 J, and a half is rounded up: 1.2 · 1.25 W · 1 s = 1.5 J
  CHECK(most_possible(microwatts(Watts{0.5}), 1s).count == 1);
  CHECK(most_possible(microwatts(Watts{1.25}), 1s).count == 2);
  CHECK(most_possible(microwatts(Watts{0.4}), 1s).count == 0);
  CHECK(microwatts(Watts{2e12}) == 1'000'000'000'000'000'000);
}
