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
    for (const auto& row : std::get<PolicyTable>(loaded).caps) rows.push_back(row);
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
       "commissioned_before: 2024-01-01, retrofitted: false, park: zero_carbon}\n    source: "
       "《S》\n    "
       "confidence: reported\n"});
  const auto row = std::get<PolicyTable>(loaded).caps.at(0);
  CHECK(row.id == "x-1");
  CHECK(row.cap.count == 1'250'000);
  CHECK(row.valid_from == 2025y / January / 1);
  CHECK(row.scope.hub_node == true);
  CHECK(row.scope.racks_from == 3000);
  CHECK(row.scope.commissioned_from == 2022y / January / 1);
  CHECK(row.scope.commissioned_before == 2024y / January / 1);
  CHECK(row.scope.retrofitted == false);
  CHECK(row.scope.park == site::Park::zero_carbon);
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
          "f:3:5: a policy has no \"valid_from\"; write the date from which it is in force",
          "f:3:5: a policy has no \"source\"; write title and place of the text",
          "f:3:5: a policy has no \"confidence\"; write confidence: read, reported or assumed",
          "f:3:5: a policy has no \"cap\"; write the number that PUE must not exceed, for example "
          "cap: 1.25"});
}

TEST_CASE("a renewable target is read whole") {
  const auto loaded = load_policies(
      {"f",
       "renewable_targets:\n  - {id: t-1, method: hourly, at_least: 0.35, valid_from: 2025-01-01, "
       "scope: {park: low_carbon}, source: S, confidence: assumed}\n  - {id: t-2, method: "
       "attributes, above: 1, valid_from: 2025-01-01, source: S, confidence: read}\n"});
  const auto& table = std::get<PolicyTable>(loaded);
  CHECK(table.caps.empty());
  const auto& row = table.renewable_targets.at(0);
  CHECK(row.id == "t-1");
  CHECK(row.method == kpi::ShareMethod::hourly);
  CHECK(row.share.count == 350'000);
  CHECK_FALSE(row.exceeded);
  CHECK(row.valid_from == 2025y / January / 1);
  CHECK(row.scope.park == site::Park::low_carbon);
  CHECK(row.source == "S");
  CHECK(row.confidence == "assumed");
  CHECK(table.renewable_targets.at(1).exceeded);
  CHECK(table.renewable_targets.at(1).share.count == 1'000'000);
}

TEST_CASE("mistakes in renewable targets are told with their place") {
  CHECK(errors_of("renewable_targets:\n"
                  "  - {id: a, method: monthly, at_least: 1.01, above: 1.01, valid_from: "
                  "2025-01-01, scope: {park: green}, source: S, confidence: read}\n"
                  "  - {id: b, valid_from: 2025-01-01, source: S, confidence: read}\n") ==
        Ids{"f:2:21: \"method\": \"monthly\" is not interval, hourly, annual, cfe or attributes",
            "f:2:53: \"above\": is there beside \"at_least\"",
            "f:2:53: \"above\": no share is above 1",
            "f:2:97: unknown park \"green\"; known are low_carbon, zero_carbon",
            "f:3:5: policy \"b\" has no \"at_least\"; write the share as a fraction, for "
            "example at_least: 0.5, or above: 0.8",
            "f:3:5: policy \"b\" has no \"method\"; write interval, hourly, annual, cfe or "
            "attributes"});
  CHECK(errors_of("{}\n") == Ids{"f:1:1: the policy file has no \"policies\"; list the rows"});
}

TEST_CASE("an id is given once, among caps and targets") {
  CHECK(errors_of("policies:\n  - {id: a, cap: 1.3, valid_from: 2025-01-01, source: S, "
                  "confidence: read}\nrenewable_targets:\n  - {id: a, method: annual, at_least: 1, "
                  "valid_from: 2025-01-01, source: S, confidence: read}\n") ==
        Ids{"f:4:5: duplicate policy \"a\", first given in line 2"});
}

TEST_CASE("the shipped targets of parks and of new hub sites") {
  const auto loaded =
      load_policies({"renewable", read_text(source_file("config/policies/renewable.yaml"))});
  const auto rows = std::get<PolicyTable>(loaded).renewable_targets;
  const auto on = [&](const site::SiteFacts& facts, year_month_day today) {
    std::vector<std::string> found;
    for (const auto& row : kpi::applicable(rows, facts, today)) {
      found.push_back(row.id + (row.exceeded ? " > " : " >= ") + kpi::to_text(row.share));
    }
    return found;
  };
  auto low = site_of(false, 500, 2018y / May / 1);
  low.park = site::Park::low_carbon;
  CHECK(on(low, 2024y / December / 31) == Ids{"nm-2022-low-carbon-park >= 0.3"});
  CHECK(on(low, 2025y / January / 1) == Ids{"nm-2025-low-carbon-park >= 0.5"});
  auto zero = low;
  zero.park = site::Park::zero_carbon;
  CHECK(on(zero, 2024y / December / 31) == Ids{"nm-2022-zero-carbon-park >= 0.5"});
  CHECK(on(zero, 2025y / January / 1) == Ids{"nm-2025-zero-carbon-park >= 0.8"});
  CHECK(on(site_of(true, 500, 2024y / July / 23), 2025y / January / 1) ==
        Ids{"cn-2024-hub-new-green-power > 0.8"});
  CHECK(on(site_of(true, 500, 2024y / July / 22), 2025y / January / 1).empty());
  CHECK(on(site_of(false, 500, 2025y / July / 22), 2026y / January / 1).empty());
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
