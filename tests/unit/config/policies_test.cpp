// load_policies: rows, their mistakes, and the rows that ship.
#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;
using namespace std::chrono;

namespace {

std::vector<std::string> errors_of(const std::string& text) {
  std::vector<std::string> found;
  const auto loaded = load_policies({"f", text});
  if (const auto* errors = std::get_if<LocatedErrors>(&loaded)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

std::vector<kpi::PolicyRow> shipped() {
  std::vector<kpi::PolicyRow> rows;
  for (const std::string file : {"inner-mongolia", "national"}) {
    const auto text = read_text(source_file("config/policies/" + file + ".yaml"));
    const auto loaded = load_policies({file, text});
    for (const auto& row : std::get<std::vector<kpi::PolicyRow>>(loaded)) rows.push_back(row);
  }
  return rows;
}

/// Ids of the rows in force on 2026-03-01.
std::vector<std::string> applying(const site::SiteFacts& facts) {
  std::vector<std::string> ids;
  for (const auto& row : kpi::applicable(shipped(), facts, 2026y / March / 1)) {
    ids.push_back(row.id + " " + kpi::to_text(row.cap));
  }
  return ids;
}

site::SiteFacts site_of(bool hub, int racks, year_month_day commissioned) {
  site::SiteFacts facts;
  facts.hub_node = hub;
  facts.standard_racks = racks;
  facts.commissioned = commissioned;
  return facts;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a row is read whole") {
  const auto loaded = load_policies(
      {"f",
       "policies:\n  - id: x-1\n    cap: 1.25\n    valid_from: 2025-01-01\n    scope: "
       "{hub_node: true, racks_from: 3000, commissioned_from: 2022-01-01, "
       "commissioned_before: 2024-01-01, retrofitted: false}\n    source: 《S》\n    "
       "confidence: reported\n"});
  const auto row = std::get<std::vector<kpi::PolicyRow>>(loaded).at(0);
  CHECK(row.id == "x-1");
  CHECK(row.cap.count == 1'250'000);
  CHECK(row.valid_from == 2025y / January / 1);
  CHECK(row.scope.hub_node == true);
  CHECK(row.scope.racks_from == 3000);
  CHECK(row.scope.commissioned_from == 2022y / January / 1);
  CHECK(row.scope.commissioned_before == 2024y / January / 1);
  CHECK(row.scope.retrofitted == false);
  CHECK(row.source == "《S》");
  CHECK(row.confidence == "reported");
}

TEST_CASE("mistakes in rows are told with their place") {
  CHECK(
      errors_of("policies:\n  - {id: X, cap: 0.9, valid_from: 2025, source: S, confidence: sure}"
                "\n  - {}\n") ==
      Ids{"f:2:10: \"id\": \"X\" is not lower-case words joined by dashes",
          "f:2:18: \"cap\": no PUE is below 1",
          "f:2:35: \"valid_from\": \"2025\" is not a date; write YEAR-MONTH-DAY, for example "
          "2024-05-01",
          "f:2:64: \"confidence\": \"sure\" is not read, reported or assumed",
          "f:3:5: a policy has no \"id\"; write lower-case words joined by dashes",
          "f:3:5: a policy has no \"cap\"; write the number that PUE must not exceed, for example "
          "cap: 1.25",
          "f:3:5: a policy has no \"valid_from\"; write the date from which the cap is in force",
          "f:3:5: a policy has no \"source\"; write title and place of the text",
          "f:3:5: a policy has no \"confidence\"; write confidence: read, reported or assumed"});
}

TEST_CASE("a new large site inside a hub node of Inner Mongolia takes 1.25") {
  CHECK(applying(site_of(true, 4200, 2024y / May / 1)) ==
        Ids{"nm-2025-hub-new-large 1.25", "cn-2021-hub-new-large 1.25"});
  CHECK(applying(site_of(true, 2999, 2024y / May / 1)).empty());
}

TEST_CASE("an existing site inside a hub node takes the retrofit row, outside 1.3 holds") {
  CHECK(applying(site_of(true, 4200, 2018y / May / 1)) == Ids{"nm-2025-hub-retrofit 1.3"});
  CHECK(applying(site_of(false, 500, 2018y / May / 1)) == Ids{"nm-2025-outside-hub 1.3"});
}

TEST_CASE("a large site in a hub node commissioned after the 2024 plan takes 1.2 as well") {
  CHECK(applying(site_of(true, 4200, 2025y / May / 1)) ==
        Ids{"nm-2025-hub-new-large 1.25", "cn-2024-hub-new 1.2"});
}
