#include "exporters/api/links.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "exporters/api/envelope.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
namespace json = boost::json;

namespace {
json::array links_of(const View& view) {
  return json::parse(api::to_text(api::links(view))).as_array();
}
}  // namespace

TEST_CASE("a link tells its load, its failures and its silent units") {
  // 46.5 s of 1,860 answers are 25 ms each.
  auto view = test::example_view();
  view.telemetry.links[0].connected = true;
  view.telemetry.links[0].quarantined_units = 1;
  view.telemetry.links[0].skipped_ticks = 4;
  view.telemetry.links[0].late_frames = 3;
  CHECK(links_of(view).at(0) == json::parse(R"({"name":"gw-ups","connected":true,"failures":2,
      "answers":1860,"mean_rtt_seconds":0.025,"load":0.625,"quarantined_units":1,
      "skipped_ticks":4,"late_frames":3,"refused_blocks":[]})"));
}

TEST_CASE("a block that a unit refused is told with what was asked and the exception") {
  auto view = test::example_view();
  view.telemetry.links[0].refused = {
      {{7, {modbus::FunctionCode::read_input_registers, 52, 20}}, 2}};
  CHECK(links_of(view).at(0).at("refused_blocks") ==
        json::parse(R"([{"unit":7,"function":4,"address":52,"count":20,"exception":2}])"));
}

TEST_CASE("what a link cannot tell is left out") {
  auto view = test::example_view();
  view.telemetry.links = {engine::LinkTraffic{}};
  const auto link = links_of(view).at(0).as_object();
  for (const auto* absent : {"mean_rtt_seconds", "load", "late_frames"})
    CHECK_FALSE(link.contains(absent));
  view.telemetry.links.clear();
  CHECK(links_of(view).empty());
}
