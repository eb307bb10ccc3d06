#include "kpi/hourly_series.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

TEST_CASE("an hour's value holds from its start to the start of the next, and no further") {
  const UtcTime start{};
  const HourlySeries series({{start, {100}}, {start + 1h, {200}}, {start + 5h, {300}}});
  CHECK_FALSE(series.at(start - 1ns));
  CHECK(series.at(start) == Millionths{100});
  CHECK(series.at(start + 1h - 1ns) == Millionths{100});
  CHECK(series.at(start + 1h) == Millionths{200});
  CHECK(series.at(start + 2h - 1ns) == Millionths{200});
  CHECK_FALSE(series.at(start + 2h));
  CHECK(series.at(start + 5h + 30min) == Millionths{300});
  CHECK_FALSE(series.at(start + 6h));
}

TEST_CASE("a series without hours has no value") { CHECK_FALSE(HourlySeries({}).at(UtcTime{})); }
