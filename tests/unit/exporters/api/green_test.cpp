#include "exporters/api/green.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "exporters/api/envelope.h"
#include "exporters/api/explain.h"
#include "exporters/api/status.h"
#include "tests/unit/exporters/api/explained.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
namespace json = boost::json;

namespace {

json::value year_of(const View& view) {
  return json::parse(api::to_text(api::green_year(view.snapshot.closed)));
}

json::value explained(std::string_view figure, std::string_view window) {
  return test::explained(test::year_view(), figure, window);
}

}  // namespace

TEST_CASE("a target stands with the share that it was judged by") {
  const auto targets = api::renewable_targets(test::year_view().snapshot.closed.targets);
  CHECK(json::parse(api::to_text(targets)) == json::parse(R"([{"policy":"nm-2025-low-carbon-park",
      "method":"hourly","at_least":0.5,"low":0.25,"high":0.3,"answer":"missed",
      "confidence":"reported"}])"));
}

TEST_CASE("a target without a share has no answer, and more than is not at least") {
  auto view = test::year_view();
  auto& target = view.snapshot.closed.targets.at(0);
  target.share.reset();
  target.answer.reset();
  target.target.exceeded = true;
  CHECK(json::parse(api::to_text(api::renewable_targets(view.snapshot.closed.targets))) ==
        json::parse(R"([{"policy":"nm-2025-low-carbon-park","method":"hourly","above":0.5,
                            "confidence":"reported"}])"));
}

TEST_CASE("the account of certificates says what counts, as known when, and REF") {
  CHECK(year_of(test::year_view()).at("certificates") ==
        json::parse(R"({"as_of":"2026-03-01","retired_joules":619999200000000,"entries":1,
      "renewable_energy_factor":0.495,"renewable_energy_factor_high":0.5})"));
}

TEST_CASE("both accounts of carbon stand side by side, each with its factors") {
  const auto carbon = year_of(test::year_view()).at("carbon");
  // 194'444'000'000'000 mg are 194,444,000 kg.
  CHECK(carbon.at("location_based") == json::parse(R"({"co2_kilograms":194444000,
      "factors":[{"year":2025,"energy_joules":1000000000000000,"kind":"grid",
      "region":"inner-mongolia","factor_year":2022,"kg_per_kwh":0.7,"source":"a notice",
      "confidence":"reported"}],"genset_not_counted_joules":0})"));
  const auto& market = carbon.at("market_based");
  CHECK(market.at("co2_kilograms") == 83'000'000);
  CHECK(market.at("covered_joules") == 613'800'000'000'000);
  CHECK(market.at("factors").as_array().at(0).at("kind") == "residual");
  CHECK(market.at("genset_not_counted_joules") == 3'600'000);
  CHECK(carbon.at("usage_effectiveness_kg_per_kwh") == 0.7);
}

TEST_CASE("standard coal stands with the threshold of a key energy user, which is one from it") {
  auto view = test::year_view();
  auto year = year_of(view);
  CHECK(year.at("standard_coal") == json::parse(R"({"calorific_tonnes":42332.2})"));
  CHECK(year.at("key_energy_user") == json::parse(R"({"standard_coal_tonnes":42332.2,
      "threshold_tonnes":5000,"is_key_energy_user":true})"));
  CHECK(year.at("indicative_grade") == "2");
  auto& coal = view.snapshot.closed.coal.calorific;
  coal->sum = kpi::Milligrams{5'000'000'000'000};  // 5,000 t
  CHECK(year_of(view).at("key_energy_user").at("is_key_energy_user") == true);
  coal->sum = kpi::Milligrams{4'999'999'999'999};
  CHECK(year_of(view).at("key_energy_user").at("is_key_energy_user") == false);
  coal.reset();
  CHECK_FALSE(year_of(view).as_object().contains("key_energy_user"));
}

TEST_CASE("the EU's indicators stand under their own names, in whole kWh rounded once") {
  constexpr std::int64_t kwh = 3'600'000;
  auto view = test::year_view();
  CHECK_FALSE(api::status(view).as_object().contains("eu_2024_1364"));
  // 2.5 kWh are 2 and 3.5 are 4, a half to even; 1 J below 1.5 is 1, -0.5 is 0 and -1.5 is -2.
  kpi::EuIndicators of{
      Joules{5 * kwh / 2}, Joules{7 * kwh / 2},  Joules{-kwh}, Joules{3 * kwh / 2 - 1},
      Joules{-kwh / 2},    Joules{-3 * kwh / 2}, Joules{0},    Joules{3 * kwh / 2 + 1}};
  view.snapshot.closed.eu = engine::EuFigure{2025, 0.96, of, kpi::Share{Joules{1}, Joules{4}}};
  const auto expected = json::parse(R"({"year":2025,"coverage":0.96,"EDC_kwh":2,"EDC-BG_kwh":4,
      "EDC_without_EDC-BG_kwh":-1,"EIT_kwh":1,"ERES-TOT_kwh":2,"ERES-GOO_kwh":-2,"ERES-PPA_kwh":0,
      "ERES-OS_kwh":0,"REF":0.25})");
  CHECK(json::parse(api::to_text(api::status(view))).at("eu_2024_1364") == expected);
  const json::value replayed = api::closed_figures(view.snapshot);
  CHECK(json::parse(api::to_text(replayed)).at("eu_2024_1364") == expected);
  CHECK_FALSE(expected.as_object().contains("WIN_m3"));
  view.snapshot.closed.eu->indicators.win = Millilitres{1'500'000};
  view.snapshot.closed.eu->indicators.ereuse = Joules{kwh};
  const auto wet = api::eu_2024_1364(*view.snapshot.closed.eu);
  CHECK(wet.at("WIN_m3") == 1.5);
  CHECK(wet.at("EREUSE_kwh") == 1);
  view.snapshot.closed.eu->renewable_energy_factor.reset();
  view.snapshot.closed.eu->indicators.eres_tot.reset();
  const auto without = api::eu_2024_1364(*view.snapshot.closed.eu);
  CHECK_FALSE(without.contains("REF"));
  CHECK_FALSE(without.contains("ERES-TOT_kwh"));
}

TEST_CASE("what is not known is left out") {
  CHECK(year_of(test::example_view()) == json::parse("{}"));
  auto view = test::year_view();
  view.snapshot.closed.market_based.reset();
  CHECK_FALSE(year_of(view).at("carbon").as_object().contains("market_based"));
}

TEST_CASE("status and replay carry the green year") {
  const auto view = test::year_view();
  const auto status = api::status(view);
  CHECK(status.at("green_year").as_object().contains("certificates"));
  CHECK(status.at("renewable_targets").as_array().size() == 1);
  const auto replayed = api::closed_figures(view.snapshot);
  CHECK(replayed.at("green_year").as_object().contains("certificates"));
  CHECK(replayed.at("renewable_targets").as_array().size() == 1);
}

TEST_CASE("a share by certificates is explained by the certificates and the facility's meters") {
  const auto data = explained("renewable_share:attributes", "12mo");
  CHECK(data.at("low") == 0.495);
  CHECK(data.at("high") == 0.5);
  CHECK(data.at("certificates") == json::parse(R"([{"kind":"gec","number":"g-<1>",
      "period_start":"2025-03-01","period_end":"2025-03-31","kwh":172222000,
      "retired_on":"2026-02-10","source":"the registry"}])"));
  CHECK(data.at("inputs").as_array().size() == 1);
  CHECK(data.at("inputs").as_array().at(0).at("coefficient") == 1);
  CHECK_FALSE(explained("renewable_share:hourly", "12mo").as_object().contains("certificates"));
  CHECK_FALSE(explained("renewable_share:attributes", "1h").as_object().contains("certificates"));
}
