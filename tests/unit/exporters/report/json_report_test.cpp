#include "exporters/report/json_report.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/unit/exporters/report/example_report.h"

using namespace pue;
using Catch::Contains;
namespace json = boost::json;

namespace {

json::value at(const report::PeriodReport& report, const char* pointer) {
  return json::parse(report::to_json(report)).at_pointer(pointer);
}

json::value parsed(const char* text) { return json::parse(text); }

}  // namespace

TEST_CASE("the object says its schema, site, period and as known when") {
  const auto text = report::to_json(test::month_report());
  CHECK(text.back() == '\n');
  const auto all = json::parse(text).as_object();
  CHECK(all.at("schema") == "pued-report/1");
  CHECK(all.at("site") == "horinger-a");
  CHECK(all.at("period") == parsed(R"({"start":"2026-02-28T16:00:00Z",
      "end":"2026-03-31T16:00:00Z","name":"2026-03"})"));
  CHECK(all.at("as_of") == "2026-04-15T02:30:00Z");
  CHECK(all.at("annual") == false);
  CHECK(all.at("coverage_gate") == 0.9);
  CHECK(all.at("evidence") == parsed(R"({"entries":31415,"key":"horinger-a/pued+1a2b3c4d+AbCd",
      "checkpoint":"horinger-a/pued\n31415\naGFzaA==\n\n— horinger-a/pued c2lnbg==\n"})"));
}

TEST_CASE("figures have the names of the API, energies as integer joules") {
  const auto report = test::month_report();
  CHECK(at(report, "/figures/pue") == 1.2501);
  CHECK(at(report, "/figures/facility_joules") == 3'348'267'840'000);
  CHECK(at(report, "/figures/overhead_joules") == parsed(R"({"cooling":432000000000,
      "power_loss":180000000000,"unexplained":57867840000})"));
  CHECK(at(report, "/figures/source_joules/solar") == 108'000'000'000);
  CHECK(at(report, "/figures/by_category") == parsed(R"({"pue1":1.2501,"pue2":1.2756})"));
  CHECK(at(report, "/trend/step") == "day");
  CHECK(at(report, "/trend/steps").as_array().size() == 31);
  CHECK(at(report, "/trend/steps/4/insufficient") == "low_coverage");
  CHECK(!at(report, "/trend/steps/5").as_object().contains("pue"));
}

TEST_CASE("complies and verdict are members of their own") {
  CHECK(at(test::month_report(), "/caps") == parsed(R"([{"policy":"nm-2025-hub-new-large",
      "cap":1.25,"in_force_since":"2025-01-01","derivation":"in a hub node; 4200 racks",
      "source":"a plan, \"box 1\"",
      "confidence":"read","complies":false,"verdict":"inconclusive"}])"));
  auto report = test::month_report();
  report.figures.caps[0].complies.reset();
  CHECK(!at(report, "/caps/0").as_object().contains("complies"));
}

TEST_CASE("masses stand with the rows of factors that they took") {
  const auto report = test::month_report();
  CHECK(at(report, "/standard_coal/calorific_tonnes") == 114.30614376);
  CHECK(at(report, "/standard_coal/calorific_factors/0/kg_per_kwh") == 0.1229);
  CHECK(at(report, "/carbon/location_based/co2_kilograms") == 616460.95656);
  CHECK(at(report, "/carbon/market_based/covered_joules") == 1'080'000'000'000);
  CHECK(at(report, "/certificates/retired_joules") == 1'080'000'000'000);
  CHECK(at(report, "/certificates/counted/0/period_end") == "2026-03-31");
  CHECK(at(report, "/renewable_targets/0/answer") == "missed");
}

TEST_CASE("meters and records have one object each") {
  const auto report = test::month_report();
  CHECK(at(report, "/meters/0") == parsed(R"({"meter":"grid-1","role":"grid",
      "model":"Schneider PM5340","serial":"SN-0042","classes":"0.5S / 0.2S / –",
      "transformers":"CT 2000/5","zone":"HV room","link":"gw-hv, 1","certificate":"JD-2024-118",
      "certificate_valid_until":"2026-03-15","imported_joules":3240267840000,"exported_joules":0,
      "seconds_by_quality":{"measured":2520000,"recovered":144000},"u":0.0054})"));
  CHECK(at(report, "/meters/2/volume_m3") == 1339.2);
  CHECK(at(report, "/gaps/0") == parsed(R"({"start":"2026-03-06T02:00:00Z",
      "end":"2026-03-06T06:00:00Z","meter":"grid-1","quality":"missing"})"));
  CHECK(at(report, "/events/0") == parsed(R"({"at":"2026-03-06T02:00:00Z","meter":"grid-1",
      "kind":"swap","final_thousandths":123456789000,"initial_thousandths":0,"who":"Li & Wang",
      "why":"=display dark"})"));
  CHECK(at(report, "/corrections/0") == parsed(R"({"start":"2026-03-06T02:00:00Z",
      "end":"2026-03-06T03:00:00Z","written":"2026-03-08T02:00:00Z","meter":"grid-1",
      "direction":"imported","new_joules":4500000000,"who":"Zhao","why":"read at the display",
      "ticket":"W-8"})"));
  // 74.4 kWh are 267,840,000 J, 50 kWh 180,000,000 J.
  CHECK(at(report, "/references/0/difference_joules") == 267'840'000);
  CHECK(at(report, "/references/0/within_joules") == 180'000'000);
  CHECK(at(report, "/references/0/beyond") == true);
  CHECK(!at(report, "/references/1").as_object().contains("beyond"));
  CHECK(at(report, "/runs/1") ==
        parsed(R"({"at":"2026-03-06T02:00:00Z","kind":"clock","detail":"+2.5 s"})"));
}

TEST_CASE("what is absent has no member") {
  const auto all = json::parse(report::to_json(test::unknown_month())).as_object();
  for (const auto* key : {"carbon", "standard_coal", "certificates", "indicative_grade"})
    CHECK(!all.contains(key));
  const auto& figures = all.at("figures").as_object();
  CHECK((!figures.contains("pue") && !figures.contains("facility_joules")));
  CHECK(figures.at("insufficient") == "no_interval");
  CHECK(!all.at("evidence").as_object().contains("checkpoint"));
}
