#include "kpi/policy.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono;

namespace {

constexpr Millionths cap_125{1'250'000};
constexpr Millionths cap_13{1'300'000};

PolicyRow row(std::string id, Millionths cap, year_month_day valid_from, PolicyScope scope) {
  return {std::move(id), cap, valid_from, scope, "a plan", "read"};
}

/// The table of docs/domain.md, policy.
std::vector<PolicyRow> table() {
  PolicyScope hub_new_large;
  hub_new_large.hub_node = true;
  hub_new_large.racks_from = 3000;
  hub_new_large.commissioned_from = 2022y / January / 1;
  PolicyScope outside;
  outside.hub_node = false;
  PolicyScope existing;
  existing.commissioned_before = 2022y / January / 1;
  return {row("hub-new-large", cap_125, 2025y / December / 31, hub_new_large),
          row("outside-hub", cap_13, 2025y / December / 31, outside),
          row("retrofit", cap_13, 2025y / December / 31, existing)};
}

site::SiteFacts facts(bool hub, year_month_day commissioned, int racks) {
  site::SiteFacts facts;
  facts.hub_node = hub;
  facts.commissioned = commissioned;
  facts.standard_racks = racks;
  return facts;
}

std::vector<std::string> ids(const std::vector<PolicyRow>& rows, const site::SiteFacts& of,
                             year_month_day today = 2026y / July / 1) {
  std::vector<std::string> found;
  for (const auto& applies : applicable(rows, of, today)) found.push_back(applies.id);
  return found;
}
using Ids = std::vector<std::string>;

const auto new_large_hub_site = facts(true, 2024y / May / 1, 4200);

}  // namespace

TEST_CASE("a decimal prints with the digits it has and no more") {
  CHECK(to_text(cap_125) == "1.25");
  CHECK(to_text(cap_13) == "1.3");
  CHECK(to_text(Millionths{1'000'000}) == "1");
  CHECK(to_text(Millionths{1'200'001}) == "1.200001");
  CHECK(to_text(Millionths{50'000}) == "0.05");
  CHECK(to_text(Millionths{0}) == "0");
  CHECK(to_text(Millionths{-1'500'000}) == "-1.5");
}

TEST_CASE("a new large site in a hub node has the hub cap") {
  CHECK(ids(table(), new_large_hub_site) == Ids{"hub-new-large"});
  CHECK(ids(table(), facts(true, 2022y / January / 1, 3000)) == Ids{"hub-new-large"});
}

TEST_CASE("an existing hub site takes the retrofit row") {
  CHECK(ids(table(), facts(true, 2021y / December / 31, 4200)) == Ids{"retrofit"});
}

TEST_CASE("a new hub site below the size of the row has no cap") {
  CHECK(ids(table(), facts(true, 2024y / May / 1, 2999)).empty());
}

TEST_CASE("an existing site outside the hubs has both its caps") {
  CHECK(ids(table(), facts(false, 2015y / May / 1, 500)) == Ids{"outside-hub", "retrofit"});
}

TEST_CASE("a fact that is not stated fits no row that asks for it") {
  site::SiteFacts unknown;
  unknown.hub_node = true;
  CHECK(ids(table(), unknown).empty());
}

TEST_CASE("a row is in force from its date on") {
  CHECK(ids(table(), new_large_hub_site, 2025y / December / 30).empty());
  CHECK(ids(table(), new_large_hub_site, 2025y / December / 31) == Ids{"hub-new-large"});
}

TEST_CASE("the newest row in force supersedes older ones of its scope only") {
  auto rows = table();
  rows.push_back(row("hub-2024-plan", Millionths{1'200'000}, 2026y / January / 1, rows[0].scope));
  CHECK(ids(rows, new_large_hub_site, 2025y / December / 31) == Ids{"hub-new-large"});
  CHECK(ids(rows, new_large_hub_site, 2026y / January / 1) == Ids{"hub-2024-plan"});
  CHECK(ids(rows, facts(true, 2015y / May / 1, 4200)) == Ids{"retrofit"});
}

TEST_CASE("a retrofit counts from the day it was completed") {
  PolicyScope retrofitted;
  retrofitted.retrofitted = true;
  const std::vector rows = {row("after", cap_13, 2025y / January / 1, retrofitted)};
  auto site = facts(true, 2015y / May / 1, 4200);
  CHECK(ids(rows, site).empty());
  site.retrofit_completed = 2026y / July / 2;
  CHECK(ids(rows, site, 2026y / July / 1).empty());
  CHECK(ids(rows, site, 2026y / July / 2) == Ids{"after"});
}

TEST_CASE("the derivation names the facts, the date and the source") {
  CHECK(derivation(table()[0], new_large_hub_site) ==
        "hub-new-large: PUE <= 1.25 since 2025-12-31: inside a computing-hub node; 4200 standard "
        "racks, at least 3000; commissioned 2024-05-01, not before 2022-01-01 (a plan, read)");
  CHECK(derivation(row("all", cap_13, 2025y / January / 1, {}), new_large_hub_site) ==
        "all: PUE <= 1.3 since 2025-01-01: applies to every site (a plan, read)");
}

TEST_CASE("the derivation of an existing site names its retrofit") {
  PolicyScope existing;
  existing.commissioned_before = 2022y / January / 1;
  existing.retrofitted = true;
  auto site = facts(false, 2015y / May / 1, 500);
  site.retrofit_completed = 2024y / March / 9;
  CHECK(derivation(row("r", cap_13, 2025y / January / 1, existing), site) ==
        "r: PUE <= 1.3 since 2025-01-01: commissioned 2015-05-01, before 2022-01-01; retrofit "
        "completed 2024-03-09 (a plan, read)");
}

TEST_CASE("1.25 complies with 1.25 and one joule more does not") {
  CHECK(complies(Joules{1250}, Joules{1000}, cap_125));
  CHECK_FALSE(complies(Joules{1251}, Joules{1000}, cap_125));
}

TEST_CASE("the comparison is exact where a double is not") {
  // 1.25 · 8e15 = 1e16: above 2^53, doubles of 1e16 and 1e16 + 1 are the same.
  CHECK(complies(Joules{10'000'000'000'000'000}, Joules{8'000'000'000'000'000}, cap_125));
  CHECK_FALSE(complies(Joules{10'000'000'000'000'001}, Joules{8'000'000'000'000'000}, cap_125));
}

TEST_CASE("100 MW of IT for a year is judged without overflow") {
  // 1e8 W · 31 536 000 s = 3.1536e15 J; · 1.25 = 3.942e15 J. Times a million: 3.9e21 > 9.2e18.
  CHECK(complies(Joules{3'942'000'000'000'000}, Joules{3'153'600'000'000'000}, cap_125));
  CHECK_FALSE(complies(Joules{3'942'000'000'000'001}, Joules{3'153'600'000'000'000}, cap_125));
}

TEST_CASE("a row for sites of a park fits no other") {
  PolicyScope in_park;
  in_park.park = site::Park::zero_carbon;
  const std::vector rows = {row("park", cap_13, 2025y / January / 1, in_park)};
  auto site = new_large_hub_site;
  CHECK(ids(rows, site).empty());
  site.park = site::Park::low_carbon;
  CHECK(ids(rows, site).empty());
  site.park = site::Park::zero_carbon;
  CHECK(ids(rows, site) == Ids{"park"});
  CHECK(reasons(in_park, site) == std::vector{Reason{"zero_carbon park", "park_zero_carbon", {}}});
}
