#include "exporters/api/status.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <limits>

#include "exporters/api/envelope.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
namespace json = boost::json;

namespace {
json::value status_of(const View& view) { return json::parse(api::to_text(api::status(view))); }
}  // namespace

TEST_CASE("the status names the site, the moment and the version") {
  const auto data = status_of(test::example_view());
  CHECK(data.at("site") == "horinger-a");
  CHECK(data.at("at") == "2026-03-01T01:20:00Z");
  CHECK(data.at("version") == "0.1.0");
  CHECK(data.at("equation") == "E_facility = grid-1; E_it = ups-a");
  CHECK(data.at("category") == 1);
  CHECK(data.at("ready") == true);
}

TEST_CASE("live figures stand with their powers, an absent one with its reason") {
  auto view = test::example_view();
  CHECK(status_of(view).at("live") == json::parse(R"({"pue":1.25,"stale_meters":[],
      "derived":false,"derived_meters":[],"estimated":false,"estimated_meters":[],
      "skew_seconds":0.25,"power":{"facility_watts":1000000,"it_watts":800000,
      "overhead_watts":{"cooling":160000,"unexplained":40000},"source_watts":{"grid":1000000}}})"));
  view.snapshot.live.pue.reset();
  view.snapshot.live.absent_because = engine::LiveAbsence::stale_input;
  view.snapshot.live.stale_meters = {"ups-a"};
  const auto live = status_of(view).at("live");
  CHECK_FALSE(live.as_object().contains("pue"));
  CHECK(live.at("absent_because") == "stale_input");
  CHECK(live.at("stale_meters") == json::parse(R"(["ups-a"])"));
}

TEST_CASE("live figures say which of their inputs are derived or estimated") {
  auto view = test::example_view();
  view.snapshot.live.derived_meters = {"ups-a"};
  view.snapshot.live.estimated_meters = {"pdu-1", "pdu-2"};
  const auto live = status_of(view).at("live");
  CHECK(live.at("derived") == true);
  CHECK(live.at("derived_meters") == json::parse(R"(["ups-a"])"));
  CHECK(live.at("estimated") == true);
  CHECK(live.at("estimated_meters") == json::parse(R"(["pdu-1","pdu-2"])"));
}

TEST_CASE("a window below its gate gives the value with its coverage and the word insufficient") {
  const auto data = status_of(test::example_view());
  const auto& windows = data.at("windows").as_array();
  CHECK(windows.at(0).at("pue") == 1.25);
  CHECK_FALSE(windows.at(0).as_object().contains("insufficient"));
  CHECK(windows.at(0).at("renewable_share") ==
        json::parse(R"({"interval":{"low":0.5,"high":0.5}})"));
  CHECK(windows.at(1) == json::parse(R"({"window":"1h",
      "period":{"start":"2026-03-01T00:00:00Z","end":"2026-03-01T01:00:00Z"},
      "coverage":0.75,"covered_seconds":2700,"elapsed_seconds":3600,
      "pue":1.25,"insufficient":"low_coverage","facility_joules":2700000000,
      "it_joules":2160000000,"overhead_joules":{"cooling":432000000},
      "by_category":{},"renewable_share":{},"method_version":3})"));
  CHECK(windows.at(2) ==
        json::parse(R"({"window":"1d","insufficient":"no_interval","overhead_joules":{},
      "by_category":{},"renewable_share":{},"method_version":3})"));
}

TEST_CASE("a cap stands with its derivation, and a short window is only an indication") {
  const auto data = status_of(test::example_view());
  CHECK(data.at("caps").as_array().at(0) == json::parse(R"({"policy":"nm-2025-hub-new-large",
      "cap":1.25,"derivation":"hub node, 4200 racks","source":"a plan, \"box 1\"",
      "confidence":"read","indication":{"15m":true},"verdict":{}})"));
}

TEST_CASE("the year stands with its uncertainty, and complies beside the verdict") {
  const auto data = status_of(test::year_view());
  const auto& year = data.at("windows").as_array().at(5);
  CHECK(year.at("window") == "12mo");
  CHECK(year.at("pue") == 1.24);
  CHECK(year.at("uncertainty") == 0.0125);
  CHECK(year.at("by_category") == json::parse(R"({"pue1":1.24,"pue2":1.265})"));
  CHECK(year.at("renewable_share") == json::parse(R"({"hourly":{"low":0.25,"high":0.3},
      "attributes":{"low":0.495,"high":0.5}})"));
  CHECK(year.at("renewable_utilisation") == 0.8);
  CHECK(year.at("water_m3") == 500'000);
  CHECK(year.at("water_usage_m3_per_mwh").to_number<double>() == Approx(1.8));
  CHECK(year.at("reused_heat_joules") == 124'000'000'000'000);
  CHECK(year.at("energy_reuse_factor") == 0.1);
  const auto& cap = data.at("caps").as_array().at(0);
  CHECK(cap.at("complies") == true);
  CHECK(cap.at("verdict") == json::parse(R"({"1h":"insufficient","12mo":"inconclusive"})"));
  CHECK(cap.at("budget") ==
        json::parse(R"({"remaining_joules":3600000000000,"remaining_ratio":0.125,
      "landing_pue":1.243,"required_rest_of_year_pue":1.257,"target_pue":1.22,
      "target_assumed":false,"seasonal":true,"burn_rate":{"1d":1.5}})"));
}

TEST_CASE("counters are integer joules and absent without history") {
  auto view = test::example_view();
  CHECK(status_of(view).at("counters").at("facility_joules") == 3'600'000'000);
  view.snapshot.counters.reset();
  CHECK_FALSE(status_of(view).as_object().contains("counters"));
}

TEST_CASE("store and reload tell their errors") {
  auto view = test::example_view();
  CHECK(status_of(view).at("store") ==
        json::parse(R"({"records":4,"last_commit":"2026-03-01T01:15:02Z"})"));
  view.telemetry.store.error = "disk full";
  view.telemetry.reload.last_successful = false;
  view.telemetry.reload.last_error = "pued.yaml:3:1: unknown key";
  CHECK(status_of(view).at("store").at("error") == "disk full");
  CHECK(status_of(view).at("reload").at("last_successful") == false);
  CHECK(status_of(view).at("reload").at("last_error") == "pued.yaml:3:1: unknown key");
}

TEST_CASE("a value that is not finite is left out") {
  auto view = test::example_view();
  view.snapshot.live.power.facility = Watts{std::numeric_limits<double>::infinity()};
  CHECK_FALSE(status_of(view).at("live").at("power").as_object().contains("facility_watts"));
}
