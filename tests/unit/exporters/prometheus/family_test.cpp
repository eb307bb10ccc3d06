#include "exporters/prometheus/family.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace pue;
using pue::prometheus::Family;
using pue::prometheus::Kind;
using pue::prometheus::Series;

namespace {
const Family power{"pue_x_watts", Kind::Gauge, "site,meter,role", "X.", nullptr};
}  // namespace

TEST_CASE(
    "a series carries the site and the labels in the family's order, an empty one is left out") {
  Series series(power, "a");
  series.add(2.0, {"m", ""});
  const auto family = series.take();
  REQUIRE(family.metric.size() == 1);
  CHECK(family.metric[0].label ==
        std::vector<::prometheus::ClientMetric::Label>{{"site", "a"}, {"meter", "m"}});
  CHECK(family.metric[0].gauge.value == 2.0);
}

TEST_CASE("what is absent or not finite makes no series") {
  Series series(power, "a");
  series.add(std::optional<double>{}, {"m", "r"});
  series.add(std::optional<Watts>{}, {"m", "r"});
  series.add(std::optional<UtcTime>{}, {"m", "r"});
  series.add(std::numeric_limits<double>::infinity(), {"m", "r"});
  CHECK(series.take().metric.empty());
}

TEST_CASE("label values that do not fit the family's labels are a bug") {
  Series series(power, "a");
  CHECK_THROWS_AS(series.add(1.0, {"m"}), std::logic_error);
  CHECK_THROWS_AS(series.add(1.0, {"m", "r", "x"}), std::logic_error);
}

TEST_CASE("a moment is seconds since 1970 to the millisecond") {
  Series series(power, "a");
  series.add(std::optional(UtcTime{std::chrono::microseconds{1'772'327'998'500'999}}), {"m", "r"});
  CHECK(series.take().metric[0].gauge.value == 1772327998.5);
}
