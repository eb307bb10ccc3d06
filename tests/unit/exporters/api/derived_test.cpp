#include "exporters/api/derived.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "exporters/api/envelope.h"
#include "tests/unit/exporters/api/explained.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
using pue::test::explained;
namespace json = boost::json;

TEST_CASE("a budget is explained by the energies of its year") {
  auto view = test::year_view();
  const auto policy = view.snapshot.closed.caps.at(0).policy.id;
  const auto data = explained(view, "budget:" + policy, "ytd");
  CHECK(data.at("figure").as_string() == "budget:" + policy);
  CHECK(data.at("value") == 3'600'000'000'000);
  CHECK(data.at("unit") == "J");
  std::map<std::string, double> terms;
  for (const auto& term : data.at("terms").as_array())
    terms[std::string(term.at("name").as_string())] = term.at("value").to_number<double>();
  // 28.8 − (610.8 − 585.6) = 3.6; (610.8 + 582.48) / (480 + 480) = 1.243.
  CHECK(terms.at("budget_whole") - (terms.at("facility_to_date") - terms.at("target_to_date")) ==
        Approx(3.6e12).epsilon(1e-12));
  CHECK((terms.at("facility_to_date") + terms.at("facility_rest")) /
            (terms.at("it_to_date") + terms.at("it_rest")) ==
        Approx(terms.at("landing")).epsilon(1e-12));
  CHECK(terms.at("cap") == 1.25);
  CHECK(terms.at("target") == 1.22);
  CHECK_FALSE(explained(view, "budget:unknown", "ytd").as_object().contains("value"));
}

TEST_CASE("masses are explained by energies and factors, each with its source") {
  const auto view = test::year_view();
  // 1000 TJ / 3.6 MJ · 0.7 kg = 194,444,444 kg; the account is given as 194,444,000.
  const auto co2 = explained(view, "carbon:location", "12mo");
  CHECK(co2.at("value") == 194'444'000);
  CHECK(co2.at("unit") == "kg");
  CHECK(co2.at("terms").as_array().at(0) ==
        json::parse(R"({"name":"grid_load","year":2025,"value":1000000000000000,"unit":"J"})"));
  CHECK(co2.at("terms").as_array().at(1) ==
        json::parse(R"({"name":"factor","year":2025,"value":0.7,"unit":"kg/kWh","kind":"grid",
            "region":"inner-mongolia","factor_year":2022,"source":"a notice",
            "confidence":"reported"})"));
  const auto market = explained(view, "carbon:market", "12mo").at("terms").as_array();
  CHECK(market.at(0).at("name") == "covered_by_certificates");
  CHECK(market.at(0).at("value") == 613'800'000'000'000);
  CHECK(market.at(1).at("name") == "uncovered_grid_load");
  CHECK(market.at(3).at("name") == "genset_not_counted");
  CHECK(explained(view, "cue", "12mo").at("value") == 0.7);
  CHECK(explained(view, "standard_coal:calorific", "12mo").at("value") == 42'332'200);
  CHECK_FALSE(explained(view, "standard_coal:equivalent", "12mo").as_object().contains("value"));
  CHECK(explained(view, "grade", "12mo").at("value") == 1.24);
}
