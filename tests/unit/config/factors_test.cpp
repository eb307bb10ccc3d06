#include "config/factors.h"

#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

using Texts = std::vector<std::string>;

Texts errors_of(const std::string& text) {
  Texts found;
  const auto loaded = load_factors({"f", text});
  if (const auto* errors = std::get_if<LocatedErrors>(&loaded)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

const std::string good_row =
    "  - {kind: grid, region: inner-mongolia, year: 2022, kg_per_kwh: 0.6849, source: 《S》, "
    "confidence: reported}\n";

std::vector<kpi::EnergyFactor> shipped(const std::string& name) {
  const auto loaded =
      load_factors({name, read_text(source_file("config/factors/" + name + ".yaml"))});
  return std::get<std::vector<kpi::EnergyFactor>>(loaded);
}

std::int64_t milligrams(const std::vector<kpi::EnergyFactor>& rows, kpi::FactorKind kind,
                        std::string_view region, int year) {
  const auto row = kpi::factor_for(rows, kind, region, year);
  return row && row->year == year ? row->milligrams_per_kwh : -1;
}

}  // namespace

TEST_CASE("a factor is read whole") {
  const auto loaded = load_factors({"f", "factors:\n" + good_row});
  const auto rows = std::get<std::vector<kpi::EnergyFactor>>(loaded);
  CHECK(rows == std::vector{kpi::EnergyFactor{kpi::FactorKind::grid, "inner-mongolia", 2022,
                                              684'900, "《S》", "reported"}});
}

TEST_CASE("mistakes in factors are told with their place") {
  CHECK(errors_of("factors:\n"
                  "  - {kind: coal, region: Inner Mongolia, year: 22, kg_per_kwh: 684.9, source: "
                  "S, confidence: sure}\n  - {}\n") ==
        Texts{"f:2:12: \"kind\": \"coal\" is not grid, residual, genset, calorific or equivalent",
              "f:2:26: \"region\": \"Inner Mongolia\" is not lower-case words joined by dashes",
              "f:2:48: \"year\": 22 is outside 1990 to 2200",
              "f:2:64: \"kg_per_kwh\": more than 10 kg per kWh; is it in grams?",
              "f:2:94: \"confidence\": \"sure\" is not read, reported or assumed",
              "f:3:5: a factor has no \"kind\"; write grid, residual, genset, calorific or "
              "equivalent",
              "f:3:5: a factor has no \"region\"; write for example region: inner-mongolia, or "
              "national",
              "f:3:5: a factor has no \"year\"; write the year of consumption that it is for",
              "f:3:5: a factor has no \"kg_per_kwh\"; write for example kg_per_kwh: 0.5306",
              "f:3:5: a factor has no \"source\"; write who published it, and where",
              "f:3:5: a factor has no \"confidence\"; write confidence: read, reported or "
              "assumed"});
  CHECK(errors_of("{}\n") == Texts{"f:1:1: the factor file has no \"factors\"; list the rows"});
  CHECK(errors_of("a: b: c\n").size() == 1);
}

TEST_CASE("a kind, region and year has one row") {
  CHECK(errors_of("factors:\n" + good_row + good_row) ==
        Texts{"f:3:5: factor grid of inner-mongolia for 2022 is there twice"});
  auto answers = lookups();
  answers.factors = {{"one", "factors:\n" + good_row}, {"two", "factors:\n" + good_row}};
  CHECK(messages(good_site + good_meters, answers) ==
        Texts{"two:1:1: factor grid of inner-mongolia for 2022 is already in another file of the "
              "factor table; keep one of them"});
}

TEST_CASE("a site's grid region must have a factor of the grid") {
  auto answers = lookups();
  answers.factors = {{"one", "factors:\n" + good_row}};
  const auto site_in = [](const std::string& region) {
    return "site: {name: a, timezone: Asia/Shanghai, grid_region: " + region + "}\n" + good_meters;
  };
  const auto configuration = loaded(site_in("inner-mongolia"), answers);
  CHECK(configuration.engine.site.facts.grid_region == "inner-mongolia");
  CHECK(configuration.engine.green.factors.size() == 1);
  CHECK(loaded(good_site + good_meters, answers).engine.site.facts.grid_region.empty());
  CHECK(messages(site_in("inner-mongoli"), answers) ==
        Texts{"p.yaml:1:7: no CO2 factor for grid_region \"inner-mongoli\", did you mean "
              "\"inner-mongolia\"?"});
  CHECK(messages(site_in("east"), answers) ==
        Texts{"p.yaml:1:7: no CO2 factor for grid_region \"east\"; the table has: "
              "inner-mongolia"});
}

TEST_CASE("a mistake in a factor file is told of that file") {
  auto answers = lookups();
  answers.factors = {{"one", "factor: []\n"}};
  const auto told = messages(good_site + good_meters, answers);
  REQUIRE(told.size() == 2);
  CHECK(told[0].starts_with("one:1:1: "));
}

TEST_CASE("the shipped CO2 factors are those of the handbook's table") {
  const auto rows = shipped("grid-co2");
  using kpi::FactorKind;
  CHECK(rows.size() == 9);
  CHECK(milligrams(rows, FactorKind::grid, "national", 2021) == 556'800);
  CHECK(milligrams(rows, FactorKind::grid, "national", 2022) == 536'600);
  CHECK(milligrams(rows, FactorKind::grid, "national", 2023) == 530'600);
  CHECK(milligrams(rows, FactorKind::grid, "north-china", 2021) == 712'000);
  CHECK(milligrams(rows, FactorKind::grid, "north-china", 2022) == 677'600);
  CHECK(milligrams(rows, FactorKind::grid, "north-china", 2023) == 636'100);
  CHECK(milligrams(rows, FactorKind::grid, "inner-mongolia", 2021) == 702'500);
  CHECK(milligrams(rows, FactorKind::grid, "inner-mongolia", 2022) == 684'900);
  CHECK(milligrams(rows, FactorKind::residual, "national", 2023) == 609'600);
  CHECK_FALSE(kpi::factor_for(rows, FactorKind::genset, "inner-mongolia", 2026));
}

TEST_CASE("the shipped factors of standard coal have both ways of counting") {
  const auto rows = shipped("coal-equivalent");
  CHECK(milligrams(rows, kpi::FactorKind::calorific, "national", 2008) == 122'900);
  CHECK(kpi::factor_for(rows, kpi::FactorKind::equivalent, "national", 2026)->year == 2022);
}
