#include "exporters/rules/promql.h"

#include <catch2/catch.hpp>

using namespace pue::rules;
using namespace std::chrono_literals;

TEST_CASE("a selector names its site first") {
  CHECK(of_site("pue_live_ratio", "a") == R"(pue_live_ratio{site="a"})");
  CHECK(of_site("pue_live_ratio", "a", R"(window="1h")") ==
        R"(pue_live_ratio{site="a",window="1h"})");
}

TEST_CASE("a quote or a backslash cannot end a selector") {
  CHECK(of_site("m", R"(a"b\c)") == R"(m{site="a\"b\\c"})");
}

TEST_CASE("a duration is written in the units of Prometheus, largest first") {
  CHECK(duration_text(30min) == "30m");
  CHECK(duration_text(90s) == "1m30s");
  CHECK(duration_text(25h) == "25h");
  CHECK(duration_text(1500ms) == "1s500ms");
  CHECK(duration_text(0s) == "0s");
  CHECK(duration_text(999us) == "0s");
}

TEST_CASE("a number reads back to the same double") {
  CHECK(number_text(0.8) == "0.8");
  CHECK(number_text(1) == "1");
  // 22/24 = 0.91666…; 16 digits tell it from its neighbours, which are 1.1e-16 away.
  CHECK(number_text(22.0 / 24) == "0.9166666666666666");
}
