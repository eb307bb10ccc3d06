#include "exporters/api/meters.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "exporters/api/envelope.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
namespace json = boost::json;

namespace {
json::array meters_of(const View& view) {
  return json::parse(api::to_text(api::meters(view))).as_array();
}
}  // namespace

TEST_CASE("a meter that answers gives its values and its age") {
  // 01:20:00 − 01:19:58.5 = 1.5 s; 2^53 − 1 J with all digits.
  CHECK(meters_of(test::example_view()).at(0) == json::parse(R"({"name":"grid-1","role":"grid",
      "link":"modbus+tcp://10.0.0.11:502","unit":1,"profile":"schneider/pm5000","up":true,
      "last_success":"2026-03-01T01:19:58.500Z","age_seconds":1.5,"power_watts":1000000,
      "energy_import_joules":9007199254740991,"energy_export_joules":0,
      "last_interval":"measured","polls":960,"failures":{}})"));
}

TEST_CASE("a stale meter gives its age and its reason and no values") {
  CHECK(meters_of(test::example_view()).at(1) == json::parse(R"({"name":"ups-a","role":"it",
      "link":"gw-ups","unit":2,"up":false,"last_success":"2026-03-01T01:15:00Z",
      "age_seconds":300,"last_interval":"missing","polls":960,
      "failures":{"exception_2":1,"timeout":60},"reason":"timeout"})"));
}

TEST_CASE("a meter that never answered has no age") {
  const auto meters = meters_of(test::example_view());
  CHECK_FALSE(meters.at(2).as_object().contains("age_seconds"));
  CHECK_FALSE(meters.at(2).as_object().contains("last_success"));
}

TEST_CASE("an age is never negative and meters without telemetry are still told") {
  auto view = test::example_view();
  view.snapshot.at = test::utc("2026-03-01T01:00:00Z");
  view.telemetry.meters.clear();
  const auto meters = meters_of(view);
  CHECK(meters.size() == 3);
  CHECK(meters.at(0).at("age_seconds") == 0);
  CHECK_FALSE(meters.at(0).as_object().contains("polls"));
}
