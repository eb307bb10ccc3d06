#include "exporters/api/explain.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "exporters/api/envelope.h"
#include "tests/unit/exporters/api/explained.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
using Catch::Contains;
using pue::test::explained;
namespace json = boost::json;

namespace {

std::vector<std::string> meters_of(const json::value& data) {
  std::vector<std::string> names;
  for (const auto& input : data.at("inputs").as_array())
    names.emplace_back(input.at("meter").as_string());
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the annual PUE is explained by its two meters and their uncertainties") {
  const auto data = explained(test::year_view(), "pue", "12mo");
  CHECK(data.at("figure") == "pue");
  CHECK(data.at("window") == "12mo");
  CHECK(data.at("value") == 1.24);
  // U = 2 · √(0.005² + 0.00375²)
  CHECK(data.at("uncertainty") == 0.0125);
  CHECK(data.at("coverage") == 1);
  CHECK(data.at("method_version") == kpi::method_version);
  CHECK_THAT(std::string(data.at("formula").as_string()),
             Contains("PUE = E_facility / E_it") && Contains("E_facility = grid-1; E_it = ups-a"));
  CHECK(data.at("period") ==
        json::parse(R"({"start":"2025-02-28T16:00:00Z","end":"2026-02-28T16:00:00Z"})"));
  CHECK(data.at("contiguous_runs") == 3);
  CHECK(meters_of(data) == Names{"grid-1", "ups-a"});
  CHECK(data.at("inputs").as_array().at(0) == json::parse(R"({"meter":"grid-1","role":"grid",
      "in_facility":1,"in_it":0,"energy_joules":1240000000000000,"integrated_joules":0,
      "estimated_joules":1240000000000,"worst_quality":"estimated",
      "uncertainty":{"class":0.005,"resolution":0,"estimate":0}})"));
}

TEST_CASE("a part is explained by the meters that enter it, each with its coefficient") {
  const auto view = test::year_view();
  const auto cooling = explained(view, "overhead_energy:cooling", "12mo");
  CHECK(cooling.at("value_joules") == 200'000'000'000'000);
  CHECK(meters_of(cooling) == Names{"chiller-1"});
  // Unexplained is facility − IT − cooling: 1240 − 1000 − 200 = 40 TJ, the sum of its inputs.
  const auto rest = explained(view, "overhead_energy:unexplained", "12mo");
  double sum = 0;
  for (const auto& input : rest.at("inputs").as_array())
    sum +=
        input.at("coefficient").to_number<double>() * input.at("energy_joules").to_number<double>();
  CHECK(sum == 40e12);
  CHECK(rest.at("value_joules") == 40'000'000'000'000);
  CHECK(meters_of(explained(view, "source_energy:grid", "12mo")) == Names{"grid-1"});
  CHECK(meters_of(explained(view, "facility_energy", "12mo")) == Names{"grid-1"});
  CHECK(meters_of(explained(view, "it_energy", "12mo")) == Names{"ups-a"});
}

TEST_CASE("WUE and ERF are explained by their own meters and the denominator's") {
  auto view = test::year_view();
  engine::MeterState water;
  water.name = "water-1";
  water.role = site::Role::water;
  engine::MeterState heat;
  heat.name = "heat-1";
  heat.role = site::Role::heat_reuse;
  for (const auto& meter : {water, heat}) view.snapshot.meters.push_back(meter);
  engine::Explanation explanation = *test::example_explanation();
  engine::Explanation::Input flow;
  flow.meter = MeterId{3};
  flow.in_water = 1;
  flow.sum.net = Joules{500'000'000'000};  // 500,000 m³ in millilitres
  engine::Explanation::Input warmth;
  warmth.meter = MeterId{4};
  warmth.in_reused_heat = 1;
  warmth.sum.net = Joules{124'000'000'000'000};
  explanation.inputs.insert(explanation.inputs.end(), {flow, warmth});
  view.snapshot.closed.explained[kpi::position(kpi::Window::twelve_months)] =
      std::make_shared<const engine::Explanation>(explanation);

  const auto wue = explained(view, "wue", "12mo");
  CHECK(wue.at("value").to_number<double>() == Approx(1.8).epsilon(1e-12));
  CHECK(wue.at("unit") == "m3/MWh");
  CHECK(meters_of(wue) == Names{"ups-a", "water-1"});
  CHECK(wue.at("inputs").as_array().at(1).at("volume_cubic_metres") == 500'000);
  CHECK_FALSE(wue.at("inputs").as_array().at(1).as_object().contains("energy_joules"));
  const auto erf = explained(view, "erf", "12mo");
  CHECK(erf.at("value") == 0.1);
  CHECK(meters_of(erf) == Names{"grid-1", "heat-1"});
  CHECK(erf.at("inputs").as_array().at(1).at("energy_joules") == 124'000'000'000'000);
  CHECK(meters_of(explained(view, "pue", "12mo")) == Names{"grid-1", "ups-a"});
}

TEST_CASE("a renewable share is a range and names its method") {
  const auto data = explained(test::year_view(), "renewable_share:hourly", "12mo");
  CHECK(data.at("low") == 0.25);
  CHECK(data.at("high") == 0.3);
  CHECK_FALSE(data.as_object().contains("value"));
  CHECK_THAT(std::string(data.at("formula").as_string()), Contains("whole local hours"));
}

TEST_CASE("below its gate a figure stands with its coverage and the word insufficient") {
  const auto data = explained(test::example_view(), "pue", "1h");
  CHECK(data.at("value") == 1.25);
  CHECK(data.at("coverage") == 0.75);
  CHECK(data.at("insufficient") == "low_coverage");
  CHECK(data.at("inputs").as_array().empty());
}

TEST_CASE("a window that never closed has neither period nor value") {
  const auto data = explained(test::example_view(), "it_energy", "ytd");
  CHECK(data.at("insufficient") == "no_interval");
  CHECK_FALSE(data.as_object().contains("period"));
  CHECK_FALSE(data.as_object().contains("value_joules"));
}

TEST_CASE("an unknown figure or window is told what there is") {
  const auto figure = api::figure_from_name("overhead_energy:roof");
  REQUIRE(figure.has_error());
  CHECK_THAT(figure.error().message, Contains("overhead_energy:cooling") &&
                                         Contains("source_energy:solar") &&
                                         Contains("renewable_share:cfe") && Contains(" coverage"));
  CHECK(api::figure_from_name("").has_error());
  CHECK(api::figure_from_name("pue:").has_error());
  const auto window = api::window_from_name("2h");
  REQUIRE(window.has_error());
  CHECK_THAT(window.error().message, Contains("15m 1h 1d mtd ytd 12mo"));
}
